using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Ffmpeg;
using Hansard.Engine.Tests;
using Hansard.Resilience.Input;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Crashes;

/// <summary>ffmpeg that is killed, or stands still, at any moment of a recording.</summary>
[Requires("ffmpeg")]
public sealed class KilledDecoderTests(ResilienceReport report)
{
    private static readonly FfmpegOptions Options = new() { StallTimeout = TimeSpan.FromSeconds(1) };

    private static readonly string Recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL", 30)]
    [InlineData("STOP", 4)]
    public Task Half_a_recording_is_never_taken_for_all_of_it(string signal, int times)
        => StrikeAsync(signal, Effort.Of(times), Seed.Of(20261130));

    [Theory(Explicit = true)]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public Task Half_a_recording_is_never_taken_for_all_of_it_in_a_thousand(string signal)
        => StrikeAsync(signal, Effort.Of(1000), Seed.Of(null));

    private async Task StrikeAsync(string signal, int times, int seed)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var whole = await ReadAsync(_ => { });
        var (errors, ends) = (0, 0);
        List<string> failures = [];
        for (var i = 0; i < times; i++)
        {
            var pause = TimeSpan.FromMilliseconds(random.NextDouble() * 120);
            var process = 0;
            try
            {
                var length = await ReadAsync(id =>
                {
                    process = id;
                    _ = Task.Delay(pause, Cancellation).ContinueWith(_ => Signal(signal, id), TaskScheduler.Default);
                });
                ends++;
                if (length != whole) failures.Add($"After {pause.TotalMilliseconds:0.0} ms: {length} samples of {whole}, and no error.");
            }
            catch (InvalidAudioException)
            {
                errors++;
            }

            if (ProcessMemory.IsThere(process)) failures.Add($"After {pause.TotalMilliseconds:0.0} ms ffmpeg ({process}) is left.");
        }

        report.Add("Crashes", new ReportRow(
            $"ffmpeg: SIG{signal}", times, failures.Count, seed, watch.Elapsed, $"{errors:N0} errors, {ends:N0} had ended before"));
        Assert.True(failures.Count == 0, $"Seed {seed}: {string.Join('\n', failures.Take(20))}");
        Assert.True(errors > 0, "It was never struck in time.");
    }

    private static async Task<long> ReadAsync(Action<int> begun)
    {
        await using var reader = await new FfmpegDecoder(Options).OpenAsync(Recording, Cancellation);
        begun(reader.ProcessId);
        var samples = new float[16_000];
        var length = 0L;
        for (int count; (count = await reader.ReadAsync(samples, Cancellation)) > 0;) length += count;
        return length;
    }

    // It may have ended, and nobody has its number yet.
    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true });
        kill?.WaitForExit();
    }
}
