using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Listing;

/// <summary>hansard access-log: who read, exported, changed and deleted what, for administrators.</summary>
internal static class AccessLogCommand
{
    // Of one page.
    private const int Most = 1000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var project = new Option<string?>("--project") { Description = "Only of the project of this name or id." };
        var resource = new Option<string?>("--id") { Description = "Only of the transcription, file, key or other thing with this id." };
        var action = new Option<string?>("--action")
        {
            Description = "Only what was done so.",
            HelpName = "read|export|create|change|share|delete",
        };
        var days = new Option<int?>("--days") { Description = "Only of the last days. Default: all that is kept." };
        var limit = new Option<int>("--limit") { Description = $"How many at most, up to {Most}.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "Print a JSON array." };
        foreach (var number in (Option[])[days, limit])
        {
            number.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is > 0 and <= Most))
                    result.AddError($"{number.Name} takes a whole number from 1 to {Most}, not '{token.Value}'.");
            });
        }
        var command = new Command("access-log", "Show who read, exported, changed and deleted what, with an administrator's key.")
        {
            project, resource, action, days, limit, json,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var start = arguments.GetValue(days) is { } count
                ? DateTime.UtcNow.AddDays(-count).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                : null;
            var filters = new Dictionary<string, string?>
            {
                ["project"] = arguments.GetValue(project),
                ["resource_id"] = arguments.GetValue(resource),
                ["action"] = arguments.GetValue(action),
                ["start_time"] = start,
            };
            var query = filters.Where(each => each.Value is not null).Select(each => $"&{each.Key}={Uri.EscapeDataString(each.Value!)}");
            var path = $"v1/admin/access-log?limit={arguments.GetValue(limit)}{string.Concat(query)}";
            var answer = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            List<JsonElement> rows = [.. answer.Items("entries")];
            if (arguments.GetValue(json)) JsonOutput.Write(rows);
            else Write(rows);
            return 0;
        });
        return command.WithConnection();
    }

    private static void Write(IReadOnlyList<JsonElement> rows)
        => Table.Write(
            Console.Out,
            [
                new Column<JsonElement>("TIME (UTC)", row => (row.Text("time") ?? "").Split('.')[0].Replace('T', ' ')),
                new("ACTION", row => row.Text("action") ?? ""),
                new("WHAT", row => row.Text("resource") ?? ""),
                new("ID", row => row.Text("resource_id") ?? "", Rank: 1),
                new("PROJECT", row => row.Text("project") ?? "", Rank: 4) { MayBeCut = true },
                new("BY", Who, Rank: 2) { MayBeCut = true },
                new("FROM", row => row.Text("address") ?? "", Rank: 3),
                new("DOOR", row => row.Text("door") ?? "", Rank: 5),
            ],
            rows,
            Table.TerminalWidth);

    private static string Who(JsonElement row)
        => row.Text("key_name") ?? row.Text("key_id") ?? (row.Text("share_id") is { } share ? $"link {share}" : "");
}
