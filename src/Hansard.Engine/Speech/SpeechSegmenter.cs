using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>
/// Turns speech probabilities into regions, each as soon as it is certain.
/// </summary>
/// <remarks>
/// The rules are those of Silero's get_speech_timestamps: speech begins at the threshold and ends after a silence that stays
/// 0.15 below it; regions that are too short are dropped; each is widened by a padding, or by half the silence where two
/// would meet. One rule is added to bound what must be remembered: a doubtful silence (neither speech nor clearly below)
/// that has lasted <see cref="LongestDoubt"/> ends the region that it may belong to.
/// </remarks>
internal sealed class SpeechSegmenter(SegmentationOptions options)
{
    /// <summary>In samples, 5 s.</summary>
    public const int LongestDoubt = 5 * AudioSpecification.SampleRate;

    private readonly float _off = Math.Max(options.Threshold - 0.15f, 0.01f);
    private readonly Queue<SpeechRegion> _ready = new();
    private readonly List<SpeechPause> _pauses = [];

    /// <summary>Start of the frame that comes next.</summary>
    private long _position;

    /// <summary>
    /// Indicates whether speech has begun; <see cref="_start"/> is where, and <see cref="_silence"/> where a silence began that may end it,
    /// or -1.
    /// </summary>
    private bool _inside;
    private long _start;
    private long _silence = -1;

    /// <summary>The padded start of speech that has begun and is certain not to be dropped.</summary>
    private long? _certainStart;

    /// <summary>The last region, with padded start and plain end, while the padding of its end depends on what follows.</summary>
    private SpeechRegion? _closed;
    private bool _any;

    /// <summary>The start of a region that has certainly begun and not ended yet.</summary>
    public long? OpenStart => _certainStart;

    /// <summary>The sample that this region certainly reaches.</summary>
    public long OpenEnd => _silence >= 0 ? _silence : _position;

    /// <summary>No region that is still to be taken, other than those in the queue, begins before this sample.</summary>
    public long EarliestStart => _closed?.Start ?? _certainStart ?? Math.Max(0, (_inside ? _start : _position) - options.Padding);

    /// <summary>Takes the probability of the next frame.</summary>
    public void Add(float probability)
    {
        var at = _position;
        _position += VoiceActivityModel.FrameSamples;
        if (probability >= options.Threshold)
        {
            if (_silence >= 0 && at - _silence >= options.NotedPause) _pauses.Add(new SpeechPause(_silence, at));
            _silence = -1;
            if (!_inside) (_inside, _start) = (true, at);
        }
        else if (_inside)
        {
            var below = probability < _off;
            if (below && _silence < 0) _silence = at;
            if (_silence >= 0 && at - _silence >= (below ? options.MinimumSilence : LongestDoubt)) Close(_silence);
        }

        if (_inside && _certainStart is null
            && OpenEnd - _start > options.MinimumSpeech + (_silence < 0 ? VoiceActivityModel.FrameSamples : 0))
            Ascertain();
        // Whatever may follow begins too late to take from this region's padding.
        if (_closed is { } closed && (_inside ? _start : _position) - closed.End >= 2 * options.Padding)
            Release(closed.End + options.Padding);
    }

    /// <summary>Ends the recording.</summary>
    /// <param name="samples">Its length.</param>
    public void Finish(long samples)
    {
        if (_inside && samples - _start > options.MinimumSpeech)
        {
            if (_certainStart is null) Ascertain();
            _closed = new SpeechRegion(_certainStart!.Value, samples);
        }

        (_inside, _certainStart, _silence) = (false, null, -1);
        if (_closed is { } closed) Release(Math.Min(samples, closed.End + options.Padding));
    }

    /// <summary>Looks at the next region that is certain.</summary>
    public bool TryPeek(out SpeechRegion region) => _ready.TryPeek(out region);

    /// <summary>Takes the next region that is certain.</summary>
    public bool TryTake(out SpeechRegion region) => _ready.TryDequeue(out region);

    /// <summary>Takes the pauses inside of a region, and forgets those before it.</summary>
    public IReadOnlyList<SpeechPause> TakePauses(SpeechRegion region)
    {
        SpeechPause[] inside = [.. _pauses.Where(p => p.Start > region.Start && p.End < region.End)];
        _pauses.RemoveAll(p => p.Start < region.End);
        return inside;
    }

    /// <summary>Forgets pauses that nobody will take.</summary>
    public void ForgetPauses() => _pauses.Clear();

    private void Close(long end)
    {
        if (end - _start > options.MinimumSpeech)
        {
            if (_certainStart is null) Ascertain();
            _closed = new SpeechRegion(_certainStart!.Value, end);
        }

        (_inside, _certainStart, _silence) = (false, null, -1);
    }

    /// <summary>Fixes the padded start of the speech that has begun, and with it the end of the region before.</summary>
    private void Ascertain()
    {
        var padding = (long)options.Padding;
        if (_closed is { } closed)
        {
            padding = Math.Min(padding, (_start - closed.End) / 2);
            Release(closed.End + padding);
        }

        _certainStart = _any ? _start - padding : Math.Max(0, _start - padding);
        _any = true;
    }

    private void Release(long end)
    {
        _ready.Enqueue(new SpeechRegion(_closed!.Value.Start, end));
        _closed = null;
    }
}
