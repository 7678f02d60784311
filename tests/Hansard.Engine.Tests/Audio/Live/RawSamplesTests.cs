using System.Diagnostics;
using System.Runtime.InteropServices;
using Hansard.Engine.Audio.Live;

namespace Hansard.Engine.Tests.Audio.Live;

/// <summary>Raw samples of real speech, in every encoding: beside the samples that ffmpeg makes of the same bytes.</summary>
public sealed class RawSamplesTests
{
    private static readonly string Clip = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A µ-law or an 8-bit sample of ffmpeg's is the same number: what is between the two is resampling alone.
    [Theory]
    [Requires("ffmpeg")]
    [InlineData("mulaw", "mulaw", 8_000, 1)]
    [InlineData("alaw", "alaw", 8_000, 2)]
    [InlineData("pcm_s8", "s8", 16_000, 1)]
    [InlineData("pcm_u8", "u8", 11_025, 1)]
    [InlineData("pcm_s16le", "s16le", 16_000, 1)]
    [InlineData("pcm_s16le", "s16le", 48_000, 2)]
    [InlineData("pcm_s16be", "s16be", 44_100, 1)]
    [InlineData("pcm_u16le", "u16le", 22_050, 2)]
    [InlineData("pcm_u16be", "u16be", 24_000, 1)]
    [InlineData("pcm_s24le", "s24le", 96_000, 1)]
    [InlineData("pcm_s24be", "s24be", 16_000, 2)]
    [InlineData("pcm_u24le", "u24le", 16_000, 1)]
    [InlineData("pcm_u24be", "u24be", 32_000, 1)]
    [InlineData("pcm_s32le", "s32le", 12_000, 1)]
    [InlineData("pcm_s32be", "s32be", 16_000, 1)]
    [InlineData("pcm_u32le", "u32le", 16_000, 1)]
    [InlineData("pcm_u32be", "u32be", 37_799, 1)]
    [InlineData("pcm_f32le", "f32le", 16_000, 1)]
    [InlineData("pcm_f32be", "f32be", 192_000, 1)]
    [InlineData("pcm_f64le", "f64le", 16_000, 1)]
    [InlineData("pcm_f64be", "f64be", 384_000, 1)]
    public async Task They_are_those_of_ffmpeg(string encoding, string demuxer, int rate, int channels)
    {
        var bytes = await FfmpegAsync(["-i", Clip, "-t", "2", "-ar", $"{rate}", "-ac", $"{channels}", "-f", demuxer, "pipe:1"], []);
        var expected = MemoryMarshal.Cast<byte, float>((await FfmpegAsync(
            ["-f", demuxer, "-ar", $"{rate}", "-ac", $"{channels}", "-i", "pipe:0", "-ac", "1", "-ar", "16000", "-f", "f32le",
                "pipe:1"],
            bytes)).AsSpan()).ToArray();
        var samples = new RawSamples(RawEncoding.All[encoding], rate, channels);
        var random = new Random(rate);
        List<float> made = [];
        for (int at = 0, count; at < bytes.Length; at += count)
        {
            count = Math.Min(random.Next(1, 9_000), bytes.Length - at);
            made.AddRange(samples.Take(bytes.AsSpan(at, count)));
            // Nothing waits but the moments that half of the weights need.
            Assert.InRange((double)(at + count) / bytes.Length * expected.Length - made.Count, -2, 40);
        }
        made.AddRange(samples.Complete());

        Assert.InRange(made.Count - expected.Length, -32, 32);
        var (signal, noise) = (0.0, 0.0);
        for (var i = 200; i < expected.Length - 200; i++)
        {
            signal += expected[i] * expected[i];
            noise += Math.Pow(expected[i] - made[i], 2);
        }
        Assert.True(signal > 100 && noise < signal * 1e-4, $"{10 * Math.Log10(signal / noise):F0} dB");
    }

    [Fact]
    public void What_is_no_number_is_silence_and_spreads_to_nothing()
    {
        byte[] bytes = new byte[4 * 48_000];
        float[] strange = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];
        for (var i = 0; i < strange.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(4_000 * (i + 1)), strange[i]);
        var samples = new RawSamples(RawEncoding.All["pcm_f32le"], 48_000, 1);
        float[] made = [.. samples.Take(bytes), .. samples.Complete()];
        Assert.Equal(16_000, made.Length);
        Assert.DoesNotContain(made, sample => !float.IsFinite(sample));
    }

    [Fact]
    public void Of_channels_that_differ_none_is_lost()
    {
        var samples = new RawSamples(RawEncoding.All["pcm_s16le"], 16_000, 3);
        byte[] moment = [0, 0x10, 0, 0, 0, 0];
        float[] made = [.. samples.Take(moment), .. samples.Take([0, 0, 0]), .. samples.Take([0x10, 0, 0]), .. samples.Complete()];
        Assert.Equal([0.125f * MathF.Sqrt(0.5f), 0.125f * MathF.Sqrt(0.5f)], made);
    }

    private static async Task<byte[]> FfmpegAsync(string[] arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-loglevel", "error", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var writing = WriteAsync();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, Cancellation);
        await writing;
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();

        async Task WriteAsync()
        {
            await process.StandardInput.BaseStream.WriteAsync(input, Cancellation);
            process.StandardInput.Close();
        }
    }
}
