namespace Hansard.Engine.Audio;

/// <summary>The one sample format that every stage after decoding works on: 16 kHz, mono, float in [-1, 1].</summary>
public static class AudioSpecification
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>The time at which a sample lies.</summary>
    /// <param name="samples">A count of samples from the start of the recording.</param>
    public static TimeSpan Duration(long samples) => TimeSpan.FromTicks(samples * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>A length of time for messages: in minutes from two of them on.</summary>
    internal static string Describe(TimeSpan time) => time.TotalMinutes >= 2
        ? $"{time.TotalMinutes:0.##} minutes"
        : $"{time.TotalSeconds:0.##} seconds";
}
