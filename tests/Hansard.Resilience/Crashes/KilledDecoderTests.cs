using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Resilience.Input;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Crashes;

/// <summary>ffmpeg that is killed, or stands still, at any moment of a recording.</summary>
[Requires("ffmpeg")]
public sealed class KilledDecoderTests(ResilienceReport report)
{
    /// <summary>Seconds of the recording: more than the pipe holds, so that ffmpeg waits for its reader.</summary>
    private const int Seconds = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KILL", 20)]
    [InlineData("TERM", 20)]
    [InlineData("INT", 20)]
    [InlineData("STOP", 4)]
    public Task Half_a_recording_is_never_taken_for_all_of_it(string signal, int times)
        => StrikeAsync(signal, Effort.Of(times), Seed.Of(20261130));

    [Theory(Explicit = true)]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("STOP")]
    public Task Half_a_recording_is_never_taken_for_all_of_it_in_a_thousand(string signal)
        => StrikeAsync(signal, Effort.Of(1000), Seed.Of(null));

    private async Task StrikeAsync(string signal, int times, int seed)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var (errors, ends) = (0, 0);

        // Only one that stands still is waited for.
        var options = signal == "STOP" ? new FfmpegOptions { StallTimeout = TimeSpan.FromSeconds(1) } : new FfmpegOptions();
        using var folder = new ScratchFolder();
        var recording = Path.Combine(folder.Path, "recording.wav");
        await File.WriteAllBytesAsync(recording, WaveFile(random), Cancellation);
        var whole = await ReadAsync(options, recording, -1, _ => { });
        List<string> failures = [];
        for (var i = 0; i < times; i++)
        {
            var (second, process) = (random.Next(Seconds), 0);
            try
            {
                var length = await ReadAsync(options, recording, second, id => Signal(signal, process = id));
                ends++;
                if (length != whole) failures.Add($"After {second} s: {length} samples of {whole}, and no error.");
            }
            catch (Exception exception) when (exception is InvalidAudioException or DecoderUnavailableException)
            {
                errors++;

                // What somebody did to ffmpeg is no fault of the recording's, which another attempt may decode.
                if (signal != "STOP" && exception is InvalidAudioException) failures.Add($"After {second} s: {exception.Message}");
            }

            if (ProcessMemory.IsThere(process)) failures.Add($"After {second} s ffmpeg ({process}) is left.");
        }

        report.Add("Crashes", new ReportRow(
            $"ffmpeg: SIG{signal}", times, failures.Count, seed, watch.Elapsed, $"{errors:N0} errors, {ends:N0} had ended before"));
        Assert.True(failures.Count == 0, $"Seed {seed}: {string.Join('\n', failures.Take(20))}");
        Assert.True(errors > 0, "It was never struck in time.");
    }

    // Strikes before a second is read.
    private static async Task<long> ReadAsync(FfmpegOptions options, string recording, int second, Action<int> strike)
    {
        await using var reader = await new RecordingDecoder(options).OpenAsync(recording, Cancellation);
        var samples = new float[16_000];
        var length = 0L;
        while (true)
        {
            if (length / samples.Length == second) strike(reader.ProcessId!.Value);
            var count = await reader.ReadAsync(samples, Cancellation);
            if (count == 0) return length;
            length += count;
        }
    }

    private static byte[] WaveFile(Random random)
    {
        var sound = new byte[WaveHeader.BytesPerSecond * Seconds];
        random.NextBytes(sound);
        return [.. WaveHeader.Of(Seconds), .. sound];
    }

    // It may have ended, and nobody has its number yet.
    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true });
        kill?.WaitForExit();
    }
}
