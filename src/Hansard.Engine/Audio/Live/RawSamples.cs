using Hansard.Engine.Audio.Mixing;

namespace Hansard.Engine.Audio.Live;

/// <summary>Makes 16 kHz mono of raw samples, which may be cut into pieces anywhere.</summary>
/// <param name="encoding">Their encoding.</param>
/// <param name="rate">Samples a second of each channel.</param>
/// <param name="channels">Channels, interleaved.</param>
internal sealed class RawSamples(RawEncoding encoding, int rate, int channels)
{
    /// <summary>Weight of a channel where there are several, as ffmpeg mixes two: so that unlike voices stay as loud as they are.</summary>
    private static readonly float Weight = MathF.Sqrt(0.5f);

    private readonly Resampler? _resampler = rate == AudioSpecification.SampleRate ? null : new Resampler(rate);

    /// <summary>The moment that has begun: a sample of each channel.</summary>
    private readonly byte[] _moment = new byte[encoding.Bytes * channels];
    private int _begun;

    /// <summary>Takes bytes.</summary>
    /// <returns>The sound that is known by them.</returns>
    public float[] Take(ReadOnlySpan<byte> bytes)
    {
        var mono = new float[(_begun + bytes.Length) / _moment.Length];
        for (var t = 0; t < mono.Length; t++)
        {
            var rest = _moment.Length - _begun;
            // Most moments are whole.
            if (_begun > 0) bytes[..rest].CopyTo(_moment.AsSpan(_begun));
            mono[t] = Mix(_begun > 0 ? _moment : bytes[..rest]);
            bytes = bytes[rest..];
            _begun = 0;
        }
        bytes.CopyTo(_moment.AsSpan(_begun));
        _begun += bytes.Length;
        return _resampler is null ? mono : _resampler.Take(mono);
    }

    /// <summary>Ends the sound: a moment that lacks channels is dropped.</summary>
    /// <returns>The rest of it.</returns>
    public float[] Complete() => _resampler?.Complete() ?? [];

    private float Mix(ReadOnlySpan<byte> moment)
    {
        var sum = 0f;
        for (; moment.Length > 0; moment = moment[encoding.Bytes..]) sum += ChannelMixer.Finite(encoding.Read(moment[..encoding.Bytes]));
        return channels == 1 ? sum : sum * Weight;
    }
}
