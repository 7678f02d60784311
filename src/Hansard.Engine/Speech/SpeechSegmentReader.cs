using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;

namespace Hansard.Engine.Speech;

/// <summary>
/// Reads a recording and gives its speech, region by region, while it is being read.
/// </summary>
/// <remarks>
/// Holds the region that is open, a second before it and 8 s of reading ahead, however long the recording is. A region that
/// does not fit into a window is cut at its quietest point, as soon as it is certain to be too long; where does not depend
/// on how the recording is read.
/// </remarks>
/// <param name="audio">The recording.</param>
/// <param name="model">Tells speech.</param>
/// <param name="segmentation">Rules of what is speech.</param>
/// <param name="windows">Limits of a window.</param>
/// <param name="record">Keeps the speech probabilities; null: nobody does.</param>
internal sealed class SpeechSegmentReader(
    IAudioReader audio, VoiceActivityModel model, SegmentationOptions segmentation, WindowOptions windows, SpeechRecord? record = null)
{
    private readonly VoiceActivityDetector _detector = new(model);
    private readonly SpeechSegmenter _segmenter = new(segmentation);
    private readonly SampleHistory _history = new();
    private long _samplesRead;

    /// <summary>The end of the last segment given.</summary>
    private long _givenTo;
    private bool _ended;

    /// <summary>Samples read so far; the length of the recording once the stream has ended. May be read by any thread.</summary>
    public long SamplesRead => Volatile.Read(ref _samplesRead);

    /// <summary>Samples in memory: never more than a window, a pause, two blocks and a doubtful silence.</summary>
    internal long SamplesHeld => _history.End - _history.Start;

    /// <summary>Called after every block with the samples read so far; set before reading.</summary>
    public Action<long>? BlockRead { get; set; }

    /// <summary>Reads the recording to its end; once only.</summary>
    /// <exception cref="InvalidAudioException">The recording cannot be decoded, or is longer than allowed.</exception>
    public async IAsyncEnumerable<SpeechSegment> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var probabilities = new float[VoiceActivityDetector.BlockFrames];
        while (!_ended)
        {
            var block = _history.Reserve(VoiceActivityDetector.BlockSamples);
            var count = await audio.ReadAsync(block, cancellationToken).ConfigureAwait(false);
            _history.Commit(count);
            Volatile.Write(ref _samplesRead, _history.End);
            BlockRead?.Invoke(_history.End);

            var frames = _detector.Process(block.Span[..count], probabilities);
            for (var i = 0; i < frames; i++) _segmenter.Add(probabilities[i]);
            record?.Add(probabilities.AsSpan(0, frames));
            _ended = count < block.Length;
            if (_ended) _segmenter.Finish(_history.End);

            while (NextSegment() is { } segment)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return segment;
            }

            var needed = _segmenter.TryPeek(out var next) ? Math.Min(next.Start, _segmenter.EarliestStart) : _segmenter.EarliestStart;
            _history.DropBefore(Math.Max(needed, _givenTo) - windows.KeptPause);
        }
    }

    private SpeechSegment? NextSegment()
    {
        if (_segmenter.TryPeek(out var region))
        {
            var rest = new SpeechRegion(Math.Max(region.Start, _givenTo), region.End);
            if (rest.Length > windows.MaximumRegion) return Cut(rest.Start);
            if (!_ended && _history.End < rest.End + windows.Margin) return null;
            _segmenter.TryTake(out _);
            return Give(rest, windows.Margin);
        }

        if (_segmenter.OpenStart is not { } open) return null;
        var start = Math.Max(open, _givenTo);
        return _segmenter.OpenEnd - start > windows.MaximumRegion ? Cut(start) : null;
    }

    private SpeechSegment Cut(long start)
    {
        var from = start + windows.EarliestCut;
        var at = from + QuietestPoint.Find(_history.Slice(from, start + windows.MaximumRegion));
        return Give(new SpeechRegion(start, at), margin: 0);
    }

    private SpeechSegment Give(SpeechRegion region, int margin)
    {
        var start = Math.Max(Math.Max(_givenTo, region.Start - windows.KeptPause), _history.Start);
        var samples = _history.Slice(start, Math.Min(region.End + margin, _history.End)).ToArray();
        _givenTo = region.End;
        return new SpeechSegment(region, start, samples) { Pauses = _segmenter.TakePauses(region) };
    }
}
