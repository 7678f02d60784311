namespace Hansard.Resilience.Crashes;

/// <summary>
/// The beginning of a WAV file of two channels of 16-bit samples at 16 kHz: one of a single channel is read without ffmpeg.
/// </summary>
internal static class WaveHeader
{
    /// <summary>Of its samples.</summary>
    public const int BytesPerSecond = 64_000;

    /// <summary>Makes one.</summary>
    /// <param name="seconds">Length of the sound that follows.</param>
    public static byte[] Of(int seconds)
    {
        var size = BytesPerSecond * seconds;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + size);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)2);
        writer.Write(16_000);
        writer.Write(BytesPerSecond);
        writer.Write((short)4);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(size);
        return file.ToArray();
    }
}
