using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers;

/// <summary>The speakers of a recording over time, in cells of 0.1 s.</summary>
/// <param name="Cells">Cells in which somebody certainly speaks, in order.</param>
/// <param name="Scores">For each of them, how well each speaker fits (cosine).</param>
/// <param name="Path">For each of them, who speaks.</param>
/// <param name="Speech">What is to be reported as speech, in frames of 10 ms.</param>
internal sealed record SpeakerTimeline(int[] Cells, float[][] Scores, int[] Path, IReadOnlyList<FrameRange> Speech)
{
    /// <summary>Too little speech to tell voices by: whoever speaks is one speaker.</summary>
    /// <param name="speech">What is to be reported as speech, in frames of 10 ms.</param>
    public static SpeakerTimeline OfOne(IReadOnlyList<FrameRange> speech) => new([], [], [], speech);

    /// <summary>The turns: all reported speech, each frame given to whoever speaks nearest to it.</summary>
    /// <returns>Frames of 10 ms, in order, without overlap.</returns>
    public IEnumerable<FrameTurn> Turns()
    {
        var at = 0;
        foreach (var (start, end) in Speech)
        {
            if (Cells.Length == 0) yield return new FrameTurn(start, end, 0);
            for (var from = start; from < end && Cells.Length > 0;)
            {
                while (at + 1 < Cells.Length && Distance(at + 1, from) <= Distance(at, from)) at++;
                var (speaker, to) = (Path[at], from + 1);
                for (; to < end; to++)
                {
                    while (at + 1 < Cells.Length && Distance(at + 1, to) <= Distance(at, to)) at++;
                    if (Path[at] != speaker) break;
                }
                yield return new FrameTurn(from, to, speaker);
                from = to;
            }
        }
    }

    /// <summary>Index of the cell nearest to a frame.</summary>
    public int Nearest(int frame)
    {
        var index = Array.BinarySearch(Cells, frame / WindowGrid.CellFrames);
        if (index >= 0) return index;
        index = Math.Min(~index, Cells.Length - 1);
        return index > 0 && Distance(index - 1, frame) < Distance(index, frame) ? index - 1 : index;
    }

    private int Distance(int index, int frame)
    {
        var start = Cells[index] * WindowGrid.CellFrames;
        return frame < start ? start - frame : Math.Max(0, frame - (start + WindowGrid.CellFrames - 1));
    }

    /// <summary>A stretch in which one speaker speaks.</summary>
    /// <param name="Start">First frame of 10 ms.</param>
    /// <param name="End">Frame after the last one.</param>
    /// <param name="Speaker">Index of the speaker.</param>
    internal readonly record struct FrameTurn(int Start, int End, int Speaker);
}
