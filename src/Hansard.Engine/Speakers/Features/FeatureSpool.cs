using System.Runtime.InteropServices;

namespace Hansard.Engine.Speakers.Features;

/// <summary>
/// The features of a whole recording in a temporary file: 16 kB a second for GE2E.
/// </summary>
/// <remarks>
/// What to embed and with which gain is known only when a recording has been read and recognised, and five hours of it must not be
/// kept in memory (288 MB on disk). Written while the recording is read; read after <see cref="Complete"/>, from any thread.
/// </remarks>
internal sealed class FeatureSpool : IDisposable
{
    /// <summary>Level that recordings are brought to, in dB of full scale: that of the encoder's training within a few dB.</summary>
    private const double TargetLevel = -25;

    /// <summary>Frames computed at once.</summary>
    private const int BlockFrames = 512;

    private readonly SpoolFile _file = new();

    // Half a frame of silence before the first sample, so that frame t is centred on sample 160 t.
    private readonly float[] _samples = new float[(BlockFrames * ISpeakerFrontEnd.Hop) + ISpeakerFrontEnd.FrameSize];
    private int _held = ISpeakerFrontEnd.FrameSize / 2;
    private readonly float[] _features;
    private double _energy;

    /// <param name="frontEnd">Makes the features.</param>
    /// <exception cref="IOException">There is no room for temporary files.</exception>
    public FeatureSpool(ISpeakerFrontEnd frontEnd) => (FrontEnd, _features) = (frontEnd, new float[BlockFrames * frontEnd.Bands]);

    /// <summary>The front end that made the features.</summary>
    public ISpeakerFrontEnd FrontEnd { get; }

    /// <summary>Samples of the recording so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Frames so far; 1 + samples / 160 once complete.</summary>
    public long Frames { get; private set; }

    /// <summary>The factor that brings the recording so far to −25 dB of full scale, up or down (Resemblyzer: −30, upwards only).</summary>
    public double Gain => Math.Pow(10, (TargetLevel - (20 * Math.Log10(Math.Sqrt(_energy / Math.Max(1, Samples)) + 1e-12))) / 20);

    /// <summary>Takes the next samples of the recording.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Append(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples) _energy += (double)sample * sample;
        Samples += samples.Length;
        Take(samples);
    }

    /// <summary>Ends the recording.</summary>
    public void Complete()
    {
        Take(new float[ISpeakerFrontEnd.FrameSize / 2]);
        Write((int)(1 + (Samples / ISpeakerFrontEnd.Hop) - Frames));
    }

    /// <summary>Reads consecutive frames as the encoder takes them; zeros where the recording has none.</summary>
    /// <param name="first">The first frame; may lie before the recording.</param>
    /// <param name="frames">[frames, bands].</param>
    public void Read(long first, Span<float> frames)
    {
        var bands = FrontEnd.Bands;
        frames.Clear();
        var (from, to) = (Math.Max(first, 0), Math.Min(first + (frames.Length / bands), Frames));
        if (to <= from) return;
        var held = frames.Slice((int)(from - first) * bands, (int)(to - from) * bands);
        _file.Read(MemoryMarshal.AsBytes(held), from * bands * sizeof(float));
        FrontEnd.Normalise(held, Gain);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void Take(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var count = Math.Min(samples.Length, _samples.Length - _held);
            samples[..count].CopyTo(_samples.AsSpan(_held));
            _held += count;
            samples = samples[count..];
            if (_held == _samples.Length) Write(BlockFrames);
        }
    }

    private void Write(int frames)
    {
        if (frames == 0) return;
        var features = _features.AsSpan(0, frames * FrontEnd.Bands);
        FrontEnd.Compute(_samples, frames, features);
        _file.Write(MemoryMarshal.AsBytes(features), Frames * FrontEnd.Bands * sizeof(float));
        Frames += frames;
        var done = Math.Min(frames * ISpeakerFrontEnd.Hop, _held);
        _samples.AsSpan(done, _held - done).CopyTo(_samples);
        _samples.AsSpan(_held - done).Clear();
        _held -= done;
    }
}
