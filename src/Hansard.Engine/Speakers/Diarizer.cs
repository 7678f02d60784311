using Hansard.Engine.Diagnostics;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>
/// Tells who speaks when in a recording: segmentation, stitching, pieces, their voices, clustering, and who is active in every frame.
/// </summary>
/// <param name="networks">Segment and embed.</param>
internal sealed class Diarizer(ISpeakerNetworks networks)
{
    /// <summary>
    /// Frames of a recording, a minute, up to which pieces are told a second time in smaller parts: it costs as much again as the first
    /// time.
    /// </summary>
    /// <remarks>
    /// On the open meetings of half a minute that is 1.3 points; on longer recordings, which know their speakers better, nothing.
    /// </remarks>
    private const int ShortRecording = 60 * FrameGrid.FramesPerSecond;

    /// <summary>Frames of the parts at least, and less than twice that.</summary>
    private const int PartFrames = 60;

    /// <summary>Frames from which a recording is so long that what recognition has left in memory is let go first, an hour.</summary>
    private const int LongRecording = 3600 * FrameGrid.FramesPerSecond;

    /// <param name="recording">Read to its end.</param>
    /// <param name="limits">How many speakers there may be.</param>
    /// <param name="working">Called after every few windows and pieces.</param>
    /// <param name="cancellationToken">Stops between them.</param>
    public SpeakerActivity Diarize(VoiceRecording recording, SpeakerLimits limits, Action working, CancellationToken cancellationToken)
    {
        if (recording.Frames > LongRecording) UnusedMemory.Release();
        var segmented = new RecordingSegmenter(networks).Segment(recording, working, cancellationToken);
        var speech = SpeechMasks.Of(segmented.Activity.Speech, recording.Speech, recording.Samples);
        var pieces = LocalPieces.Cut(segmented.Windows, speech.Certain);
        if (pieces.Count == 0) return SpeakerActivity.OfOne(speech.Reported);
        var embedder = new PieceVoices(networks, recording, segmented.Activity.Count);
        var voices = embedder.Embed(pieces, working, cancellationToken);
        var pairs = PiecePairs.Of(segmented.Windows, pieces);
        var speakers = new VoiceClustering(limits, working, cancellationToken).Cluster(pieces, voices, pairs);
        var labels = speakers.Labels;
        if (recording.Frames <= ShortRecording && speakers.Means.Length > 1)
        {
            pieces = [.. pieces.SelectMany(piece => LocalPieces.Even(piece, Math.Max(1, piece.Length / PartFrames)))];
            voices = embedder.Embed(pieces, working, cancellationToken);
            pairs = PiecePairs.Of(segmented.Windows, pieces);
            labels = new PieceAssignment(pieces, voices, pairs, speakers.Cohort).Assign(speakers.Means);
        }
        return new ActivityComposer(segmented.Windows, speakers.Means.Length)
            .Compose(speech.Reported, segmented.Activity.Count.Span, pieces, labels) with
        { Voices = SpeakerVoice.Of(speakers.Means, pieces, labels) };
    }
}
