namespace Hansard.Resilience.Crashes;

/// <summary>The beginning of a WAV file of one channel of 16-bit samples at 16 kHz.</summary>
internal static class WaveHeader
{
    /// <summary>Of its samples.</summary>
    public const int BytesPerSecond = 32_000;

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
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(BytesPerSecond);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(size);
        return file.ToArray();
    }
}
