using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>
/// Corrects the known bias of word times from cross attention: the decoder looks at a word before it is said.
/// </summary>
/// <remarks>
/// Against reference words of two sources, starts are .112 s and ends .069 s early in the mean (tests/fixtures/golden/README.md). A step of
/// its own, so that the alignment itself can be held against the reference's. Beside a pause the sound tells, and nothing is corrected.
/// </remarks>
internal static class WordTimeCorrection
{
    // Seconds: seven tenths of the means measured.
    internal const double StartDelay = 0.08;
    internal const double EndDelay = 0.05;

    /// <summary>Seconds of the shortest word: one position.</summary>
    private const double Shortest = 1 / EncodedAudio.PositionsPerSecond;

    /// <summary>Moves starts and ends, in order and inside the window.</summary>
    /// <param name="words">In order.</param>
    /// <param name="spoken">For each position of the window whether somebody speaks.</param>
    /// <param name="seconds">Length of the window.</param>
    public static List<AlignedWord> Apply(IReadOnlyList<AlignedWord> words, ReadOnlySpan<bool> spoken, double seconds)
    {
        List<AlignedWord> corrected = new(words.Count);
        foreach (var word in words)
        {
            var earliest = corrected.Count > 0 ? corrected[^1].End : 0;
            var (first, last) = (Position(word.Start), Position(word.End) - 1);
            var start = IsSpoken(first, spoken) && IsSpoken(first - 1, spoken) ? word.Start + StartDelay : word.Start;
            var end = IsSpoken(last, spoken) && IsSpoken(last + 1, spoken) ? word.End + EndDelay : word.End;
            start = Math.Clamp(start, Math.Min(earliest, seconds), seconds);
            end = Math.Clamp(end, Math.Min(start + Shortest, seconds), seconds);
            corrected.Add(word with { Start = start, End = end });
        }
        return corrected;
    }

    private static int Position(double time) => (int)Math.Round(time * EncodedAudio.PositionsPerSecond);

    private static bool IsSpoken(int position, ReadOnlySpan<bool> spoken)
        => position >= 0 && position < spoken.Length && spoken[position];
}
