using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speakers.Voices;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>
/// The voice that speaks most on a channel that stands for one speaker. Others may be heard on it, across the room or over the line: the
/// pieces are clustered, so that theirs are left out.
/// </summary>
/// <param name="models">The networks, of which the segmentation is not run.</param>
/// <param name="workers">Embed pieces side by side.</param>
internal sealed class MainVoice(SpeakerModels models, ISideBySide workers)
{
    /// <summary>Frames of speech that are listened to at most, two minutes: more of it makes nobody better known.</summary>
    private const int Longest = 120 * FrameGrid.FramesPerSecond;

    /// <param name="recording">Read to its end.</param>
    /// <param name="working">Called after every few pieces.</param>
    /// <param name="cancellationToken">Stops between them.</param>
    /// <returns>The voice; null if nobody speaks.</returns>
    public SpeakerVoice? Find(VoiceRecording recording, Action working, CancellationToken cancellationToken)
    {
        var pieces = Pieces(recording);
        if (pieces.Count == 0) return null;
        var alone = new float[recording.Frames];
        var voices = new PieceVoices(models.Voices, recording, alone, workers).Embed(pieces, working, cancellationToken);
        var pairs = new PiecePair[pieces.Count][];
        Array.Fill(pairs, []);
        var speakers = new VoiceClustering(SpeakerLimits.None, working, cancellationToken).Cluster(pieces, voices, pairs);
        return SpeakerVoice.Of(speakers.Means, pieces, speakers.Labels).MaxBy(v => v.Seconds);
    }

    private static List<FrameRange> Pieces(VoiceRecording recording)
    {
        List<FrameRange> pieces = [];
        var left = Longest;
        foreach (var region in recording.Speech.Regions(SpeechMasks.Turns, recording.Samples))
        {
            if (left <= 0) break;
            var range = region with { End = Math.Min(region.End, region.Start + left) };
            left -= range.Length;
            pieces.AddRange(LocalPieces.Even(range, (range.Length + LocalPieces.Longest - 1) / LocalPieces.Longest));
        }
        return pieces;
    }
}
