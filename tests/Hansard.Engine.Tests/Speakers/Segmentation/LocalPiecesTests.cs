using Hansard.Engine.Speakers.Segmentation;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Tests.Speakers.Segmentation;

/// <summary>Pieces and pairs of one window whose classes are given by the second.</summary>
public sealed class LocalPiecesTests
{
    private const byte Nobody = 0, First = 1, Second = 2, Both = 4;

    [Fact]
    public void A_piece_ends_where_another_person_begins_and_overlap_belongs_to_nobody()
    {
        var window = Window(First, First, Both, Second, Second, Nobody, Nobody, Nobody, Nobody, Nobody);
        Assert.Equal([(0, 2), (3, 5)], Seconds(LocalPieces.Cut([window], Speech(500))));
    }

    [Fact]
    public void Long_speech_is_cut_evenly_into_pieces_of_two_and_a_half_seconds_at_most()
    {
        var window = Window([.. Enumerable.Repeat(First, 10)]);
        var pieces = LocalPieces.Cut([window], Speech(1000));
        Assert.Equal(4, pieces.Count);
        Assert.All(pieces, p => Assert.InRange(p.Length, 245, LocalPieces.Longest));
    }

    [Fact]
    public void Speech_that_only_the_detector_hears_is_a_piece_too()
    {
        var pieces = LocalPieces.Cut([Window([.. Enumerable.Repeat(Nobody, 10)])], Speech(100));
        Assert.Equal([new FrameRange(0, 100)], pieces);
        Assert.Empty(LocalPieces.Cut([], new bool[100]));
    }

    [Fact]
    public void A_person_is_followed_from_window_to_window_whatever_number_each_gives()
    {
        var one = Window(First, First, First, First, First, Second, Second, Second, Second, Second);
        // A window that begins 4 s later, and numbers the two the other way round.
        var next = Window(Second, First, First, First, First, First, Nobody, Nobody, Nobody, Nobody) with { Start = 64_000 };
        var chains = LocalChains.Of([one, next], 1400);
        Assert.Equal(chains[0][1], chains[1][0]);
        Assert.Equal(chains[0][0], chains[1][1]);
        Assert.Equal(chains.SelectMany(c => c).Distinct().Count(), chains.SelectMany(c => c).Max() + 1);
    }

    [Fact]
    public void Pieces_of_one_window_are_the_same_local_speaker_or_not()
    {
        var window = Window(First, First, Second, Second, First, First, Nobody, Nobody, Nobody, Nobody);
        FrameRange[] pieces = [new(0, 200), new(200, 400), new(400, 600)];
        var pairs = PiecePairs.Of([window, window], pieces);
        Assert.Equal([new PiecePair(1, 2, 0), new PiecePair(2, 2, 2)], pairs[0]);
        Assert.Equal([new PiecePair(0, 2, 2), new PiecePair(1, 2, 0)], pairs[2]);
    }

    private static LocalActivity Window(params byte[] seconds)
    {
        const int Outputs = 589;
        return new LocalActivity(0, [.. Enumerable.Range(0, Outputs).Select(i
            => seconds[Math.Min(
                seconds.Length - 1, ((i * SegmentationWindows.OutputSamples) + SegmentationWindows.FirstOutput) / 16_000)])]);
    }

    private static bool[] Speech(int frames)
    {
        var mask = new bool[1000];
        mask.AsSpan(0, frames).Fill(true);
        return mask;
    }

    private static List<(double, double)> Seconds(IEnumerable<FrameRange> pieces)
        => [.. pieces.Select(p => (Math.Round(p.Start / 100.0), Math.Round(p.End / 100.0)))];
}
