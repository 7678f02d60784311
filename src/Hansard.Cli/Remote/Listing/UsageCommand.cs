using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Listing;

/// <summary>hansard usage: the amount that a project has used.</summary>
internal static class UsageCommand
{
    private const int MostDays = 366;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var days = new Option<int>("--days") { Description = "The last days, today included.", DefaultValueFactory = _ => 30 };
        var byDay = new Option<bool>("--by-day") { Description = "A line for each day, in place of one for each model." };
        var json = new Option<bool>("--json") { Description = "Print it as the server sends it." };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is >= 1 and <= MostDays))
                result.AddError($"--days takes a whole number from 1 to {MostDays}, not '{token.Value}'.");
        });
        var command = new Command("usage", "Show how much has been transcribed.") { days, byDay, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var end = DateTime.UtcNow.Date.AddDays(1);
            var start = end.AddDays(-arguments.GetValue(days));
            var answer = await api.GetAsync($"v1/usage/summary?start_time={Iso(start)}&end_time={Iso(end)}", cancellationToken)
                .ConfigureAwait(false);
            if (arguments.GetValue(json)) JsonOutput.Write(answer);
            else Write(arguments.GetValue(byDay) ? ByDay(answer) : ByModel(answer), arguments.GetValue(byDay) ? "DAY" : "MODEL");
            return 0;
        });
        return command.WithConnection();
    }

    private static void Write(IReadOnlyList<Row> rows, string first)
        => Table.Write(
            Console.Out,
            [
                new Column<Row>(first, row => row.Name) { MayBeCut = true },
                new("TRANSCRIPTIONS", row => Number(row.Requests)) { IsRight = true },
                new("AUDIO", row => Moment.Show(TimeSpan.FromMilliseconds(row.AudioMs))) { IsRight = true },
                new("TOKENS IN", row => Number(row.TokensIn), Rank: 2) { IsRight = true },
                new("TOKENS OUT", row => Number(row.TokensOut), Rank: 1) { IsRight = true },
                new("COST (USD)", row => row.Cost, Rank: 3) { IsRight = true },
            ],
            rows,
            Table.TerminalWidth);

    private static List<Row> ByModel(JsonElement answer)
        => [.. answer.Items("models").Select(model => Row.Of(model.Text("model") ?? "?", model)), Row.Of("total", Total(answer))];

    private static List<Row> ByDay(JsonElement answer)
    {
        var total = Total(answer);
        var rows = total.Texts("days").Select((day, i) => new Row(
            day.Split('T')[0], At("num_requests", i), At("input_audio_duration_ms", i),
            At("input_text_tokens", i) + At("input_audio_tokens", i), At("output_text_tokens", i),
            total.Texts("cost_usd").ElementAtOrDefault(i) ?? "0"));
        return [.. rows.Where(row => row.Requests > 0), Row.Of("total", total)];

        long At(string name, int index)
            => total.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array && index < list.GetArrayLength()
                && list[index].TryGetInt64(out var value)
                ? value
                : 0;
    }

    private static JsonElement Total(JsonElement answer) => answer.Object("total") ?? default;

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Row(string Name, long Requests, long AudioMs, long TokensIn, long TokensOut, string Cost)
    {
        public static Row Of(string name, JsonElement entry) => new(
            name, entry.Number("total_num_requests") ?? 0, entry.Number("total_input_audio_duration_ms") ?? 0,
            (entry.Number("total_input_text_tokens") ?? 0) + (entry.Number("total_input_audio_tokens") ?? 0),
            entry.Number("total_output_text_tokens") ?? 0, entry.Text("total_cost_usd") ?? "0");
    }
}
