using System.Diagnostics;
using Hansard.Bench.Scoring;
using Hansard.Bench.Service;

namespace Hansard.Bench.Live;

/// <summary>
/// Sessions of a running server by the clock: sound arrives at the pace at which it is said, in several sessions at once.
/// </summary>
internal static class LiveServiceMeasure
{
    private const string Language = "en";

    /// <param name="streams">Sessions at once.</param>
    /// <param name="diarize">Tells speakers too.</param>
    public static async Task<List<ResultRow>> RunAsync(int streams, bool diarize)
    {
        var clips = await LiveClips.ReadAsync(Language);
        await using var server = await ServerUnderTest.StartAsync(
            workers: 1, settings: new Dictionary<string, string> { ["HANSARD_DOORS__LIVE__SESSIONS"] = $"{streams}" });
        await WarmAsync(server, clips);
        LiveStream[] sessions = [.. Enumerable.Range(0, streams).Select(_ => new LiveStream())];
        try
        {
            var (processor, watch) = (ProcessorTime.SecondsWithResidents(), Stopwatch.StartNew());
            await Task.WhenAll(sessions.Select(async (session, i) =>
            {
                // No two say the same at once.
                await session.OpenAsync(server.Client.BaseAddress!, Language, diarize);
                await session.RunAsync(clips.From(i * clips.Count / streams).Select(clip => clip.Samples), isPaced: true);
            }));
            var share = (ProcessorTime.SecondsWithResidents() - processor) / watch.Elapsed.TotalSeconds / streams;
            return Rows(sessions, clips, share);
        }
        finally
        {
            foreach (var session in sessions) session.Dispose();
        }
    }

    // The first session of all loads the models.
    private static async Task WarmAsync(ServerUnderTest server, LiveClips clips)
    {
        using var first = new LiveStream();
        await first.OpenAsync(server.Client.BaseAddress!, Language, diarize: true);
        await first.RunAsync([clips.From(0).First().Samples], isPaced: false);
    }

    private static List<ResultRow> Rows(LiveStream[] sessions, LiveClips clips, double share)
    {
        var (errors, units) = (0, 0);
        for (var i = 0; i < sessions.Length; i++)
        {
            var said = string.Join(' ', clips.From(i * clips.Count / sessions.Length).Select(clip => clip.Text));
            var reference = TextNormaliser.Normalise(said, Language);
            errors += EditDistance.Align(reference, TextNormaliser.Normalise(sessions[i].Tokens.Text, Language)).Errors;
            units += reference.Length;
        }
        double[] shown = [.. sessions.SelectMany(session => session.Tokens.ShownAfter).Order()];
        double[] final = [.. sessions.SelectMany(session => session.Tokens.FinalAfter).Order()];
        return
        [
            new("words that became final, errors", $"{100.0 * errors / units:F1} % ({errors} of {units})"),
            new("first seen after its end, median and 90 %", $"{At(shown, 0.5):F2} s, {At(shown, 0.9):F2} s"),
            new("final after its end, median and 90 %", $"{At(final, 0.5):F2} s, {At(final, 0.9):F2} s"),
            new("server and client, share of a core for each session", $"{share:F2}"),
        ];

        static double At(double[] ordered, double part) => ordered[(int)(ordered.Length * part)];
    }
}
