namespace Hansard.Engine.Audio.Live;

/// <summary>The format of sound that arrives as bytes.</summary>
public sealed record LiveAudioFormat
{
    /// <summary>The most channels of raw samples.</summary>
    public const int MaximumChannels = 32;

    /// <summary>The lowest rate of raw samples, in Hz.</summary>
    public const int MinimumRate = 1_000;

    /// <summary>The highest rate of raw samples, in Hz.</summary>
    public const int MaximumRate = 384_000;

    private LiveAudioFormat()
    {
    }

    /// <summary>A container, recognised by its first bytes.</summary>
    public static LiveAudioFormat Container { get; } = new();

    /// <summary>Names of the encodings of raw samples: <c>pcm_s16le</c>, <c>mulaw</c> and the like.</summary>
    public static IReadOnlyCollection<string> RawEncodings { get; } = [.. RawEncoding.All.Keys];

    /// <summary>The encoding of raw samples; null for a container.</summary>
    internal RawEncoding? Encoding { get; private init; }

    /// <summary>Samples a second of each channel; 0 for a container.</summary>
    internal int Rate { get; private init; }

    /// <summary>Channels of raw samples; 0 for a container.</summary>
    internal int Channels { get; private init; }

    /// <summary>Bytes of a second of raw samples; 0 for a container.</summary>
    internal long BytesPerSecond => (long)Rate * Channels * (Encoding?.Bytes ?? 0);

    /// <summary>Samples without any container.</summary>
    /// <param name="encoding">One of <see cref="RawEncodings"/>.</param>
    /// <param name="rate">Samples a second of each channel.</param>
    /// <param name="channels">Channels, interleaved.</param>
    /// <exception cref="ArgumentException">The encoding is unknown, or a number out of range.</exception>
    public static LiveAudioFormat Raw(string encoding, int rate, int channels)
    {
        if (!RawEncoding.All.TryGetValue(encoding, out var known))
            throw new ArgumentException($"'{encoding}' is no encoding of raw samples.", nameof(encoding));
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, MinimumRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, MaximumRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, MaximumChannels);
        return new LiveAudioFormat { Encoding = known, Rate = rate, Channels = channels };
    }
}
