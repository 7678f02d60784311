using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Tests;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Recordings;

/// <summary>Damaged recordings of all formats through the real decoder: sound, or one clear sentence.</summary>
[Requires("ffmpeg")]
public sealed class MutatedRecordingTests(ResilienceReport report)
{
    /// <summary>The longest sound that is read of each, so that thousands can be.</summary>
    private static readonly FfmpegOptions Options = new() { MaximumDuration = TimeSpan.FromMinutes(5) };

    private static readonly string[] Recordings =
    [
        .. Directory.GetFiles(Fixtures.PathOf("audio"), "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Are_sound_or_a_clear_error() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task Are_sound_or_a_clear_error_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("recordings through the decoder", isLong, 120, 10_000);
        using var folder = new ScratchFolder();
        var peak = 0L;
        await run.TryAllAsync(2, async input =>
        {
            var path = Path.Combine(folder.Path, $"{input.Index}.bin");
            try
            {
                await File.WriteAllBytesAsync(path, await MutateAsync(input), Cancellation);
                var (outcome, most) = await DecodeAsync(input, path);
                lock (folder) peak = Math.Max(peak, most);
                return outcome;
            }
            finally
            {
                File.Delete(path);
            }
        });

        if (peak > ProcessMemory.Most) run.Fail($"ffmpeg had {peak >> 20} MB.");
        run.End(report, $"at most {peak >> 20} MB of ffmpeg; {run.CheckOwnMemory()}");
    }

    private static async Task<byte[]> MutateAsync(InputCase input)
    {
        var (path, other) = (input.Any(Recordings), input.Any(Recordings));
        input.Sent = $"{Path.GetFileName(path)} and {Path.GetFileName(other)}";
        return RecordingMutation.Apply(
            input, await File.ReadAllBytesAsync(path, Cancellation), await File.ReadAllBytesAsync(other, Cancellation));
    }

    private static async Task<(string Outcome, long Peak)> DecodeAsync(InputCase input, string path)
    {
        var decoder = new RecordingDecoder(Options);
        var (process, peak) = (0, 0L);
        try
        {
            // What is asked of a recording before it is decoded.
            if (input.OnceIn(3)) await decoder.LengthAsync(path, Cancellation);
            if (input.OnceIn(3)) await decoder.SubtitlesAsync(path, Cancellation);
            await using var reader = await decoder.OpenAsync(path, Cancellation);
            process = reader.ProcessId ?? 0;
            var samples = new float[16_000];
            for (int count; (count = await reader.ReadAsync(samples, Cancellation)) > 0;)
            {
                if (process > 0) peak = Math.Max(peak, ProcessMemory.Peak(process));
                foreach (var sample in samples.AsSpan(0, count))
                    if (!(Math.Abs(sample) <= 1)) Assert.Fail($"A sample is {sample}.");
            }
            Assert.All(reader.Warnings, AssertClear);
            return (reader.Warnings.Count > 0 ? "sound with a warning" : "sound", peak);
        }
        catch (InvalidAudioException error)
        {
            AssertClear(error.Message);
            return (error.Reason is InvalidAudioReason.TooLong ? "longer than the limit" : "a clear error", peak);
        }
        finally
        {
            if (process != 0 && ProcessMemory.IsThere(process)) Assert.Fail($"ffmpeg ({process}) is left.");
        }
    }

    private static void AssertClear(string sentence)
    {
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\p{C}/\[\]\\]|\.bin|Exception", sentence);
        Assert.InRange(sentence.Length, 20, 400);
    }
}
