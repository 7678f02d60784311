using System.Buffers.Binary;
using Hansard.Engine.Tests;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>"…has never been surpassed", 1.8 s, as clients send it.</summary>
internal static class Speech
{
    public const string Said = "has never been surpassed";

    public const int Rate = 22_050;

    private const int TelephoneRate = 8_000;

    public static object Pcm { get; } = new { type = "audio/pcm", rate = Rate };

    /// <summary>At its own rate.</summary>
    public static byte[] Sound { get; } = File.ReadAllBytes(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"))[44..];

    /// <summary>So much silence at the same rate.</summary>
    public static byte[] Silence(double seconds) => new byte[(int)(seconds * Rate) * 2];

    /// <summary>The sound at 24 kHz.</summary>
    public static byte[] At24()
    {
        var samples = Resampled(24_000);
        var bytes = new byte[samples.Length * 2];
        for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), samples[i]);
        return bytes;
    }

    /// <summary>The sound and a second of silence as telephones have it: G.711, µ-law, 8 kHz.</summary>
    public static byte[] MuLaw() => [.. Resampled(TelephoneRate).Concat(new short[TelephoneRate]).Select(Encode)];

    private static short[] Resampled(int rate)
    {
        var samples = new short[Sound.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(Sound.AsSpan(2 * i));
        var resampled = new short[(int)((long)samples.Length * rate / Rate)];
        for (var i = 0; i < resampled.Length; i++)
        {
            var at = (double)i * Rate / rate;
            var (before, after) = (samples[(int)at], samples[Math.Min((int)at + 1, samples.Length - 1)]);
            resampled[i] = (short)(before + ((after - before) * (at - (int)at)));
        }
        return resampled;
    }

    private static byte Encode(short sample)
    {
        const int Bias = 0x84;
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), 32_635) + Bias;
        var exponent = 7;
        for (var mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) exponent--;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }
}
