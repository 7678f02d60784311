using System.Runtime.InteropServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>
/// Keeps of a recording what tells its speakers once it has been read: its samples, on disk, and where somebody speaks.
/// </summary>
/// <remarks>
/// The level that voices are brought to, and how closely windows are to follow one another, are known at the end only. 32 kB a second, 576
/// MB
/// for five hours, in 16 bits as ffmpeg decodes it. Written while the recording is read; read afterwards, from any thread.
/// </remarks>
/// <param name="speech">Filled while the recording is read.</param>
internal sealed class VoiceRecording(SpeechRecord speech) : IDisposable
{
    /// <summary>
    /// Root mean square that recordings are brought to, −25 dB of full scale: the floor of the filter bank lies at one depth then.
    /// </summary>
    public const double Level = 0.056;

    private const int BlockSamples = 1 << 15;

    private readonly SpoolFile _file = new();
    private double _energy;

    /// <summary>Stretches in which somebody speaks.</summary>
    public SpeechRecord Speech => speech;

    /// <summary>Samples of the recording so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Frames of 10 ms so far, the last perhaps in part.</summary>
    public int Frames => FrameGrid.Frames(Samples);

    /// <summary>Factor that brings the recording to the level of all.</summary>
    public double Gain => Level / (Math.Sqrt(_energy / Math.Max(1, Samples)) + 1e-9);

    /// <summary>Takes the next samples.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Append(ReadOnlySpan<float> samples)
    {
        Span<short> block = new short[Math.Min(BlockSamples, samples.Length)];
        for (; samples.Length > 0; samples = samples[Math.Min(block.Length, samples.Length)..])
        {
            var part = samples[..Math.Min(block.Length, samples.Length)];
            for (var i = 0; i < part.Length; i++)
            {
                _energy += (double)part[i] * part[i];
                block[i] = (short)Math.Clamp(MathF.Round(part[i] * 32768), short.MinValue, short.MaxValue);
            }
            _file.Write(MemoryMarshal.AsBytes(block[..part.Length]), Samples * sizeof(short));
            Samples += part.Length;
        }
    }

    /// <summary>Reads a stretch; zeros beyond the recording.</summary>
    /// <param name="start">The first sample, at least 0.</param>
    /// <param name="count">Samples.</param>
    public SpeakerSound Read(long start, int count)
    {
        var samples = new short[count];
        var held = (int)Math.Clamp(Samples - start, 0, count);
        _file.Read(MemoryMarshal.AsBytes(samples.AsSpan(0, held)), start * sizeof(short));
        return new SpeakerSound(samples, Gain);
    }

    /// <summary>
    /// The samples are kept while somebody reads the recording from the reader that this gives, which owns the one that it listens to.
    /// </summary>
    public IAudioReader Listen(IAudioReader audio) => new Listener(audio, this);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private sealed class Listener(IAudioReader audio, VoiceRecording recording) : IAudioReader
    {
        public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
        {
            var count = await audio.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
            recording.Append(samples.Span[..count]);
            return count;
        }

        public ValueTask DisposeAsync() => audio.DisposeAsync();
    }
}
