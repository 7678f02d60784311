using System.Diagnostics;
using Hansard.Bench.Service;
using Hansard.Engine.Audio;

namespace Hansard.Bench.Live;

/// <summary>The memory of a server during one long session, whose sound arrives as fast as it is taken.</summary>
internal static class LongLiveMeasure
{
    private const int SilenceSeconds = 10;

    /// <param name="hours">Length of the sound.</param>
    /// <param name="speech">Share of it that is clips; the rest is silence.</param>
    public static async Task<List<ResultRow>> RunAsync(double hours, double speech)
    {
        var clips = await LiveClips.ReadAsync("en");
        await using var server = await ServerUnderTest.StartAsync(workers: 1);
        using var session = new LiveStream();
        await session.OpenAsync(server.Client.BaseAddress!, "en", diarize: true);
        List<ResultRow> rows = [];
        var (watch, next) = (Stopwatch.StartNew(), 0.0);
        // Marks are looked at as the sound is sent.
        await session.RunAsync(Cut(Sound(), (long)(hours * 3600 * AudioSpecification.SampleRate)), isPaced: false);
        rows.Add(new("after the end", $"{server.Megabytes():F0} MB"));
        rows.Add(new("sound, faster than it is said", $"{session.Sent.TotalHours:F2} h, {session.Sent / watch.Elapsed:F1} times"));
        rows.Add(new("tokens", $"{session.Tokens.FinalAfter.Count}"));
        return rows;

        IEnumerable<float[]> Sound()
        {
            var (said, silent) = (0.0, 0.0);
            while (true)
                foreach (var clip in clips.From(0))
                {
                    if (session.Sent.TotalMinutes >= next)
                    {
                        rows.Add(new($"resident memory after {session.Sent.TotalMinutes:F0} minutes", $"{server.Megabytes():F0} MB"));
                        Console.Error.WriteLine($"{rows[^1]}");
                        next = next == 0 ? 5 : Math.Min(next * 2, next + 60);
                    }
                    yield return clip.Samples;
                    said += (double)clip.Samples.Length / AudioSpecification.SampleRate;
                    for (; said > speech * (said + silent); silent += SilenceSeconds)
                        yield return new float[SilenceSeconds * AudioSpecification.SampleRate];
                }
        }
    }

    // A session may have five hours and no second more.
    private static IEnumerable<float[]> Cut(IEnumerable<float[]> sound, long length)
    {
        foreach (var samples in sound)
        {
            yield return samples[..(int)Math.Min(samples.Length, length)];
            if ((length -= samples.Length) <= 0) yield break;
        }
    }
}
