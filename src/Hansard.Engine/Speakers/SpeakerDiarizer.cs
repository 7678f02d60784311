using Hansard.Engine.Audio;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>
/// Tells who speaks when in a recording: speech is cut into pieces, these are embedded and clustered, and the speakers so found compete for
/// every tenth of a second.
/// </summary>
/// <remarks>
/// The reference's way to turns without words, except that a piece is embedded with its context too, that clusters of little speech are
/// joined more readily, and that what is reported as speech is padded further.
/// </remarks>
internal static class SpeakerDiarizer
{
    /// <summary>Rules for the speech that is embedded: speech for certain, cut at short pauses.</summary>
    private static readonly SegmentationOptions Embedded =
        new() { Threshold = 0.5f, MinimumSpeech = Samples(0.1), MinimumSilence = Samples(0.1), Padding = Samples(0.03) };

    /// <summary>Rules for the speech that is reported. The padding and the threshold are fixed on trn01-04 and sample.</summary>
    public static readonly SegmentationOptions Reported =
        new() { Threshold = 0.25f, MinimumSpeech = Samples(0.25), MinimumSilence = Samples(0.5), Padding = Samples(0.2) };

    /// <summary>Cost of a change of speakers between neighbouring cells; after a pause, that over the cells between.</summary>
    private const float ChangePenalty = 0.3f;

    /// <summary>Frames of speech, 10 minutes, from which the time that embedding takes matters more than the last digit.</summary>
    private const int LongSpeech = 60_000;

    /// <param name="recording">Read to its end.</param>
    /// <param name="encoder">Tells voices.</param>
    /// <param name="speakers">Number of speakers; null to find out.</param>
    /// <param name="working">Called after every batch of windows and every block of pieces.</param>
    /// <param name="cancellationToken">Stops between batches of windows.</param>
    public static SpeakerTimeline Diarize(
        SpeakerRecording recording, SpeakerEncoder encoder, int? speakers, Action working, CancellationToken cancellationToken)
    {
        var speech = recording.Speech.Regions(Embedded, recording.Features.Samples);
        var reported = recording.Speech.Regions(Reported, recording.Features.Samples);
        if (speech.Count == 0) return SpeakerTimeline.OfOne(reported);
        var isLong = speech.Sum(r => r.End - r.Start) > LongSpeech;
        // What recognition has left behind would stand beside what is needed now.
        if (isLong) UnusedMemory.Release();
        var embedder = new PieceEmbedder(encoder, recording.Features, quick: isLong, working);
        using var grid = WindowGrid.Embed(speech, embedder, cancellationToken);
        var pieces = SpeechPieces.Cut(speech, recording.Frames, grid);
        if (pieces.Count == 0) return SpeakerTimeline.OfOne(reported);
        using var vectors = embedder.Embed(pieces, cancellationToken);
        double[] seconds = [.. pieces.Select(p => p.Seconds)];
        var labels = SpeakerClustering.Cluster(vectors, seconds, speakers, working, cancellationToken);

        var centroids =
            ClusterSums.Of(vectors.Select((v, i) => SpeakerCluster.Of(v, seconds[i])), labels).Select(c => c.Centroid()).ToArray();
        int[] cells = [.. pieces.SelectMany(CellsOf).Distinct().Order()];
        float[][] scores = [.. cells.Select(cell => grid.Similarities(cell, centroids))];
        var path = SpeakerPath.Find(scores, [.. cells.Select((cell, i) => i == 0 ? 0 : ChangePenalty / (cell - cells[i - 1]))]);
        return new SpeakerTimeline(cells, scores, path, reported);
    }

    private static IEnumerable<int> CellsOf(SpeechPiece piece)
        => Enumerable.Range(
            piece.Start / WindowGrid.CellFrames, Math.Max(1, (piece.End / WindowGrid.CellFrames) - (piece.Start / WindowGrid.CellFrames)));

    private static int Samples(double seconds) => (int)(seconds * AudioSpecification.SampleRate);
}
