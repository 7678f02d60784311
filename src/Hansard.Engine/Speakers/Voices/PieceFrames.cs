using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>The frames by which the voice of a piece is told.</summary>
/// <param name="Range">A stretch of the recording.</param>
/// <param name="Kept">For each frame of it whether it is used: those in which another speaks too are not; null: all are.</param>
internal readonly record struct PieceFrames(FrameRange Range, bool[]? Kept)
{
    /// <summary>Frames that an embedding is made of at least, 0.4 s: fewer say nothing.</summary>
    private const int Fewest = 40;

    /// <summary>Frames of one person alone from which the overlapped frames of a piece are left out.</summary>
    private const int FewestAlone = 30;

    /// <summary>Mean number of people from which a frame is overlapped.</summary>
    private const float Overlap = 1.5f;

    /// <summary>Chooses the frames of a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="held">Frames of the filter bank that there are.</param>
    /// <param name="count">For each frame how many people speak.</param>
    public static PieceFrames Of(FrameRange piece, int held, ReadOnlySpan<float> count)
    {
        piece = new FrameRange(Math.Min(piece.Start, held), Math.Min(piece.End, held));
        var people = count.Slice(piece.Start, piece.Length);
        var alone = 0;
        foreach (var heard in people) if (heard < Overlap) alone++;
        var used = alone >= FewestAlone ? alone : piece.Length;
        if (used < Fewest) return new PieceFrames(Widened(piece.Start, used, held), null);
        return new PieceFrames(piece, used < piece.Length ? Array.ConvertAll(people.ToArray(), heard => heard < Overlap) : null);
    }

    private static FrameRange Widened(int start, int used, int held)
    {
        start = Math.Max(0, Math.Min(start - ((Fewest - used) / 2), held - Fewest));
        return new FrameRange(start, Math.Min(held, start + Fewest));
    }
}
