namespace Hansard.Engine.Speech;

/// <summary>
/// Gives a speech probability for every 32 ms of one recording, as it is read.
/// </summary>
/// <remarks>
/// Digital silence (samples that are exactly 0) is not run through the network after its first four seconds: the state and
/// the probability, which is then near 0, are held until something sounds, so that hours of it cost nothing. To the
/// network a longer silence is thus one of four seconds; its state would still drift, which moves the edge of the region after it by a
/// frame at most.
/// </remarks>
internal sealed class VoiceActivityDetector(VoiceActivityModel model)
{
    /// <summary>The most frames taken at once, 8.2 s: from 128 on, larger blocks are no cheaper.</summary>
    public const int BlockFrames = 256;

    /// <summary>The most samples taken at once.</summary>
    public const int BlockSamples = BlockFrames * VoiceActivityModel.FrameSamples;

    /// <summary>Frames of digital silence that are still run, 4 s.</summary>
    private const int SettlingFrames = 125;

    private readonly bool[] _skipped = new bool[BlockFrames];
    private readonly float[] _context = new float[VoiceActivityModel.ContextSamples];
    private readonly float[] _h = new float[VoiceActivityModel.StateLength];
    private readonly float[] _c = new float[VoiceActivityModel.StateLength];

    /// <summary>As many as the largest block had: of sound that arrives, a frame at a time is taken.</summary>
    private float[] _rows = [];
    private float _last;
    private int _silentFrames;

    /// <summary>Frames that were not run through the network.</summary>
    public long SkippedFrames { get; private set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">
    /// At most <see cref="BlockSamples"/>; whole frames, except in the last call, where the rest of the last frame counts as zeros.
    /// </param>
    /// <param name="probabilities">At least one place for every frame begun.</param>
    /// <returns>The number of probabilities written.</returns>
    public int Process(ReadOnlySpan<float> samples, Span<float> probabilities)
    {
        const int Frame = VoiceActivityModel.FrameSamples, Context = VoiceActivityModel.ContextSamples;
        var frames = (samples.Length + Frame - 1) / Frame;
        var rows = 0;
        if (_rows.Length < frames * VoiceActivityModel.RowLength) _rows = new float[frames * VoiceActivityModel.RowLength];
        for (var i = 0; i < frames; i++)
        {
            var frame = samples.Slice(i * Frame, Math.Min(Frame, samples.Length - i * Frame));
            // A frame after silence has a silent context, since the context is the end of the frame before it.
            _silentFrames = frame.ContainsAnyExcept(0f) ? 0 : _silentFrames + 1;
            _skipped[i] = _silentFrames > SettlingFrames;
            if (!_skipped[i])
            {
                var row = _rows.AsSpan(rows++ * VoiceActivityModel.RowLength, VoiceActivityModel.RowLength);
                _context.CopyTo(row);
                frame.CopyTo(row[Context..]);
                row[(Context + frame.Length)..].Clear();
            }

            if (frame.Length == Frame) frame[^Context..].CopyTo(_context);
        }

        Span<float> results = stackalloc float[BlockFrames];
        if (rows > 0) model.Run(_rows, rows, _h, _c, results);
        SkippedFrames += frames - rows;
        for (int i = 0, row = 0; i < frames; i++)
        {
            if (!_skipped[i]) _last = results[row++];
            probabilities[i] = _last;
        }

        return frames;
    }
}
