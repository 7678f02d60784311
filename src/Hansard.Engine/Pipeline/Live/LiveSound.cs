using Hansard.Engine.Audio;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Sound that is still arriving: what of it is needed, and where somebody speaks in it, frame of 32 ms by frame.</summary>
/// <param name="model">Tells speech.</param>
internal sealed class LiveSound(VoiceActivityModel model)
{
    private static readonly SegmentationOptions Segmentation = new();

    private readonly VoiceActivityDetector _detector = new(model);
    private readonly SpeechSegmenter _segmenter = new(Segmentation);
    private readonly SampleHistory _history = new();
    private readonly List<SpeechRegion> _regions = [];
    private readonly float[] _frame = new float[VoiceActivityModel.FrameSamples];
    private int _begun;

    /// <summary>The position after the last frame.</summary>
    public long End => _history.End;

    /// <summary>The first sample that is kept.</summary>
    public long Start => _history.Start;

    /// <summary>Indicates whether somebody speaks at the end of the sound, or stopped less than 0.3 s ago.</summary>
    public bool IsSpeech => _segmenter.OpenStart is not null;

    /// <summary>Speech in the sound that is kept, in order; the last region may grow.</summary>
    public IEnumerable<SpeechRegion> Regions
        => _segmenter.OpenStart is { } start ? _regions.Append(new SpeechRegion(start, Math.Max(start, _segmenter.OpenEnd))) : _regions;

    /// <summary>End of the last speech; 0 before anybody has.</summary>
    public long LastSpeech { get; private set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Any number of them. What is no number counts as silence, and what is too loud as the loudest.</param>
    public void Append(ReadOnlySpan<float> samples)
    {
        while (samples.Length > 0)
        {
            var count = Math.Min(samples.Length, _frame.Length - _begun);
            var to = _frame.AsSpan(_begun, count);
            for (var i = 0; i < count; i++) to[i] = float.IsFinite(samples[i]) ? Math.Clamp(samples[i], -1, 1) : 0;
            samples = samples[count..];
            _begun += count;
            if (_begun == _frame.Length) TakeFrame();
        }
    }

    /// <summary>Ends the sound: the frame that has begun counts.</summary>
    public void Complete()
    {
        if (_begun > 0)
        {
            _frame.AsSpan(_begun).Clear();
            TakeFrame();
        }
        _segmenter.Finish(End);
        while (_segmenter.TryTake(out var region)) _regions.Add(region);
    }

    /// <summary>The sound between two positions, both of which must be kept.</summary>
    public float[] Slice(long start, long end) => _history.Slice(start, end).ToArray();

    /// <summary>Forgets what lies before a position.</summary>
    public void Forget(long position)
    {
        _history.DropBefore(position);
        _history.Trim();
        _regions.RemoveAll(region => region.End <= position);
    }

    private void TakeFrame()
    {
        _frame.CopyTo(_history.Reserve(_frame.Length).Span);
        _history.Commit(_frame.Length);
        Span<float> probability = stackalloc float[1];
        _detector.Process(_frame, probability);
        _begun = 0;
        _segmenter.Add(probability[0]);
        if (IsSpeech) LastSpeech = _segmenter.OpenEnd;
        while (_segmenter.TryTake(out var region)) _regions.Add(region);
        _segmenter.ForgetPauses();
    }

    /// <summary>Samples of a length of time.</summary>
    internal static long Samples(double seconds) => (long)(seconds * AudioSpecification.SampleRate);
}
