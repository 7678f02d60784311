using System.CommandLine;
using System.Text.Json;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Listing;

/// <summary>hansard show: everything about a transcription or a file.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "A transcription or a file, or the beginning of its id." };
        var json = new Option<bool>("--json") { Description = "Print it as the server sends it." };
        var command = new Command("show", "Show everything about a transcription or a file.") { id, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var found = await FindAsync(api, arguments.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(json)) JsonOutput.Write(found);
            else Write(found);
            return 0;
        });
        return command.WithConnection();
    }

    private static async Task<JsonElement> FindAsync(ApiClient api, string typed, CancellationToken cancellationToken)
    {
        foreach (var kind in (string[])[Resources.Transcriptions, Resources.Files])
        {
            if (await IdArgument.FindAsync(api, kind, typed, cancellationToken).ConfigureAwait(false) is { } id
                && await api.FindAsync(Resources.PathOf(kind, id), cancellationToken).ConfigureAwait(false) is { } found) return found;
        }
        throw new InvalidDataException(
            $"There is no transcription or file with the id '{Printable.Of(typed)}': see 'hansard list' and 'hansard list --files'.");
    }

    private static void Write(JsonElement found)
    {
        var fields = found.EnumerateObject().Where(field => !IsEmpty(field.Value)).ToList();
        var width = fields.Max(field => field.Name.Length);
        foreach (var field in fields)
        {
            var indent = new string(' ', width + 2);
            var lines = Text(field).Split('\n').Select(Printable.Of);
            Console.WriteLine($"{field.Name.PadRight(width)}  {string.Join($"\n{indent}", lines)}".TrimEnd());
        }
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    private static string Text(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.String => field.Value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when field.Name.EndsWith("_ms", StringComparison.Ordinal) && field.Value.TryGetInt64(out var ms)
            => $"{Moment.Show(TimeSpan.FromMilliseconds(ms))} ({ms} ms)",
        JsonValueKind.Array when field.Value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
            => string.Join('\n', field.Value.EnumerateArray().Select(item => item.GetString())),
        _ => field.Value.GetRawText(),
    };
}
