using System.Diagnostics;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;

namespace Hansard.Engine.Tests.Audio;

/// <summary>Reads recordings to their end, keeping the first minute, and writes WAV files for tests.</summary>
internal static class Recordings
{
    public static async Task<float[]> ReadAllAsync(string path, FfmpegOptions? options = null)
    {
        await using var reader = await new RecordingDecoder(options ?? new FfmpegOptions()).OpenAsync(
            path, TestContext.Current.CancellationToken);
        return await ReadAllAsync(reader);
    }

    public static async Task<float[]> ReadAllAsync(IAudioReader reader)
    {
        var samples = new List<float>();
        var buffer = new float[10_007];
        for (int count; (count = await reader.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            if (samples.Count < 60 * AudioSpecification.SampleRate) samples.AddRange(buffer.AsSpan(0, count));
        return [.. samples];
    }

    /// <summary>Runs ffmpeg, to make a recording.</summary>
    public static async Task FfmpegAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-loglevel", "error", .. arguments]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    public static byte[] Wav(ReadOnlySpan<short> samples, int rate = AudioSpecification.SampleRate, int channels = 1)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length * 2);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * 2 * channels);
        writer.Write((short)(2 * channels));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples) writer.Write(sample);
        return stream.ToArray();
    }
}
