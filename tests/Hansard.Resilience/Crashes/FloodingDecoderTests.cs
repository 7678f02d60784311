using System.Diagnostics;
using System.Runtime.Versioning;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Tests;
using Hansard.Resilience.Input;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Crashes;

/// <summary>ffmpeg whose samples, or whose log, have no end, from any moment of a recording on.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FloodingDecoderTests(ResilienceReport report)
{
    // Kept by nobody, whatever comes.
    private const long MostMemory = 200 << 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("samples", "cat header; exec cat /dev/zero", 2)]
    [InlineData("no samples", "exec cat /dev/zero", 2)]
    [InlineData("a line of the log", "exec cat /dev/zero 3>&1 >&2", 2)]
    [InlineData("lines of the log", "exec yes '[error] again' 3>&1 >&2", 2)]
    [InlineData("both", "cat header; exec tee /dev/stderr < /dev/zero", 2)]
    public Task A_flood_is_an_error_soon_and_is_kept_nowhere(string what, string flood, int times)
        => FloodAsync(FaultRun.Short($"ffmpeg floods: {what}", times), flood);

    [Theory(Explicit = true)]
    [InlineData("samples", "cat header; exec cat /dev/zero")]
    [InlineData("no samples", "exec cat /dev/zero")]
    [InlineData("a line of the log", "exec cat /dev/zero 3>&1 >&2")]
    [InlineData("lines of the log", "exec yes '[error] again' 3>&1 >&2")]
    [InlineData("both", "cat header; exec tee /dev/stderr < /dev/zero")]
    public Task A_flood_is_an_error_soon_and_is_kept_nowhere_in_a_thousand(string what, string flood)
        => FloodAsync(FaultRun.Long($"ffmpeg floods: {what}"), flood);

    private async Task FloodAsync(FaultRun run, string flood)
    {
        using var folder = new ScratchFolder();
        var script = Path.Combine(folder.Path, "ffmpeg");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "header"), WaveHeader.Of(seconds: 3_600));
        var recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");
        var options = new FfmpegOptions
        {
            Executable = script,
            MaximumDuration = TimeSpan.FromMinutes(5),
            StallTimeout = TimeSpan.FromMilliseconds(500),
        };
        List<string> failures = [];
        var most = 0L;
        for (var i = 0; i < run.Times; i++)
        {
            var before = run.Random.Next(200_000);
            await File.WriteAllTextAsync(
                script, $"#!/bin/sh\ncd {folder.Path}\n{flood.Replace("header;", $"header; head -c {before} /dev/zero;")}\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var (watch, process, memory) = (Stopwatch.StartNew(), 0, Environment.WorkingSet);
            try
            {
                await using var reader = await new RecordingDecoder(options).OpenAsync(recording, TestContext.Current.CancellationToken);
                process = reader.ProcessId ?? 0;
                var samples = new float[16_000];
                while (await reader.ReadAsync(samples, TestContext.Current.CancellationToken) > 0) continue;
                failures.Add("It was taken for a recording.");
            }
            catch (Exception exception) when (exception is InvalidAudioException or DecoderUnavailableException)
            {
                most = Math.Max(most, Environment.WorkingSet - memory);
            }

            if (watch.Elapsed > Soon) failures.Add($"It took {watch.Elapsed}.");
            if (process > 0 && ProcessMemory.IsThere(process)) failures.Add($"ffmpeg ({process}) is left.");
        }

        if (most > MostMemory) failures.Add($"{most >> 20} MB were kept.");
        report.Conclude("Crashes", run, failures, $"at most {Math.Max(0, most) >> 20} MB more");
    }
}
