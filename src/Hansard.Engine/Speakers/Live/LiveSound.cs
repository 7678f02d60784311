using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Live;

/// <summary>
/// The last 20 s of a sound, and what the networks that run all the time say of it: probabilities of speech, frames of the filter bank, and
/// the segmentation's windows, one at each step.
/// </summary>
/// <param name="segmentation">Tells who differs from whom.</param>
/// <param name="voiceActivity">Tells speech.</param>
internal sealed class LiveSound(SegmentationModel segmentation, VoiceActivityModel voiceActivity)
{
    /// <summary>
    /// Samples on which both the detector's frames of 32 ms and the frames of 10 ms begin, 0.16 s: the first of the sound that is held is a
    /// multiple of them.
    /// </summary>
    public const int Grid = 5 * VoiceActivityModel.FrameSamples;

    /// <summary>Samples that are held: a window reaches back 10 s from each frame of a window.</summary>
    private const int Held = 2 * SegmentationWindows.Samples;

    /// <summary>Probability of speech below which a whole window is silence and costs nothing, as for recordings.</summary>
    private const float Silence = 0.1f;

    private readonly VoiceActivityDetector _detector = new(voiceActivity);
    private readonly SampleHistory _samples = new();
    private readonly RunningLevel _level = new();
    private readonly List<float> _probabilities = [];
    private readonly List<SegmentedWindow> _windows = [];

    /// <summary>The first sample that is held.</summary>
    private long _start;

    /// <summary>Samples that have arrived.</summary>
    public long End => _samples.End;

    /// <summary>Frames of the filter bank.</summary>
    public RollingFeatures Features { get; } = new();

    /// <summary>Factor that brings the sound to the level of all recordings, as far as that is known.</summary>
    public double Gain => _level.Gain;

    /// <summary>Samples, probabilities, and windows that are held.</summary>
    internal (long Samples, int Probabilities, int Windows) Sizes => (_samples.End - _samples.Start, _probabilities.Count, _windows.Count);

    /// <summary>Takes the next samples.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        samples.CopyTo(_samples.Reserve(samples.Length).Span);
        _samples.Commit(samples.Length);
    }

    /// <summary>Runs the networks over what is new.</summary>
    /// <param name="isComplete">Indicates whether nothing follows, so that the last frame of speech may be a part of one.</param>
    public LiveScene Hear(bool isComplete)
    {
        var start = Math.Max(0, End - Held) / Grid * Grid;
        Detect(isComplete);
        Features.Add(_samples, End);
        Drop(start);
        if (MaySpeak(Math.Max(0, End - SegmentationWindows.Samples))) Segment();
        return Scene();
    }

    private void Detect(bool isComplete)
    {
        const int Frame = VoiceActivityModel.FrameSamples;
        var from = _start + ((long)_probabilities.Count * Frame);
        var to = isComplete ? End : End / Frame * Frame;
        Span<float> found = stackalloc float[VoiceActivityDetector.BlockFrames];
        for (int length; from < to; from += length)
        {
            length = (int)Math.Min(to - from, VoiceActivityDetector.BlockSamples);
            var block = _samples.Slice(from, from + length);
            var frames = _detector.Process(block, found);
            for (var i = 0; i < frames; i++)
            {
                _probabilities.Add(found[i]);
                _level.Add(block[(i * Frame)..Math.Min(length, (i + 1) * Frame)], found[i]);
            }
        }
    }

    private void Drop(long start)
    {
        _samples.DropBefore(start);
        _windows.RemoveAll(w => w.Start < start);
        _probabilities.RemoveRange(0, (int)((start - _start) / VoiceActivityModel.FrameSamples));
        _start = start;
        Features.DropBefore((int)(start / FrameGrid.FrameSamples));
    }

    private bool MaySpeak(long from)
    {
        var first = (int)((from - _start) / VoiceActivityModel.FrameSamples);
        return CollectionsMarshal.AsSpan(_probabilities)[first..].ContainsAnyInRange(Silence, float.MaxValue);
    }

    private void Segment()
    {
        var start = Math.Max(0, End - SegmentationWindows.Samples);
        var samples = new float[SegmentationWindows.Samples];
        var held = (int)(End - start);
        TensorPrimitives.Multiply(_samples.Slice(start, End), (float)Gain, samples.AsSpan(0, held));
        var output = segmentation.Run(samples);
        // Windows of the first ten seconds all begin with the sound: the last of them knows most.
        if (_windows.Count > 0 && _windows[^1].Start == start) _windows.RemoveAt(_windows.Count - 1);
        _windows.Add(new SegmentedWindow(start, output, SegmentationWindows.OutputsOf(held, output.Length / Powerset.Classes)));
    }

    private LiveScene Scene()
    {
        var activity = new StitchedActivity(FrameGrid.Frames(End - _start));
        LocalActivity[] windows = [.. _windows.Select(w => activity.Add(w.Start - _start, w.LogProbabilities, w.Outputs))];
        activity.Complete();
        var speech = new SpeechRecord();
        speech.Add(CollectionsMarshal.AsSpan(_probabilities));
        var masks = SpeechMasks.Of(activity.Speech, speech, End - _start);
        return new LiveScene((int)(_start / FrameGrid.FrameSamples), windows, activity, masks);
    }

    /// <param name="Start">Its first sample in the whole sound.</param>
    /// <param name="LogProbabilities">[outputs, <see cref="Powerset.Classes"/>].</param>
    /// <param name="Outputs">Outputs within the sound.</param>
    private readonly record struct SegmentedWindow(long Start, float[] LogProbabilities, int Outputs);
}
