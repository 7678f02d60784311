namespace Hansard.Engine.Recognition;

/// <summary>Coverage of the speech of a window by its words.</summary>
/// <remarks>
/// Whisper sometimes leaves out a whole sentence, and is sure of what is left. Alignment gives every position to some word, so the gap
/// hides in a word that is far too long: a word counts for no longer than its letters can take.
/// </remarks>
internal static class SpeechCoverage
{
    private const double LongestWordBase = 0.5;
    private const double LongestPerCharacter = 0.12;
    private const double Step = 0.02;

    /// <summary>The longest stretch of speech without a word, in seconds.</summary>
    /// <param name="words">In order, times in seconds of the window.</param>
    /// <param name="speech">Stretches of speech in seconds of the window.</param>
    public static double LongestGap(IReadOnlyList<AlignedWord> words, IReadOnlyList<SpeechInterval> speech)
    {
        if (speech.Count == 0) return 0;
        var covered = new bool[(int)Math.Ceiling(speech[^1].End / Step) + 1];
        foreach (var word in words)
        {
            var longest = LongestWordBase + (LongestPerCharacter * word.Text.Trim().Length);
            var end = Math.Min(word.End, word.Start + longest);
            for (var i = (int)(word.Start / Step); i < Math.Min(covered.Length, (int)(end / Step) + 1); i++) covered[i] = true;
        }
        var (gap, longestGap) = (0, 0);
        foreach (var (start, end) in speech)
        {
            for (var i = (int)(start / Step); i < (int)(end / Step); i++)
            {
                gap = covered[i] ? 0 : gap + 1;
                longestGap = Math.Max(longestGap, gap);
            }
        }
        return longestGap * Step;
    }
}
