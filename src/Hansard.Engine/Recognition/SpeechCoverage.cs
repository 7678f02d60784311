namespace Hansard.Engine.Recognition;

/// <summary>Coverage of the speech of a window by its words.</summary>
/// <remarks>
/// Whisper sometimes leaves out a whole sentence, and is sure of what is left. Alignment gives every position to some word, so the gap
/// hides in a word that is far too long: a word counts for no longer than its letters can take.
/// </remarks>
internal static class SpeechCoverage
{
    /// <summary>
    /// Seconds of speech without words, more than a pause in a sentence, from which a text is taken to leave something out.
    /// </summary>
    public const double DoubtfulGap = 0.8;

    /// <summary>Seconds that a word may take whatever its length: a drawn-out "so".</summary>
    private const double LongestWordBase = 0.5;

    /// <summary>
    /// Seconds that each letter may add to that: half the speed of ordinary speech, which says some 15 characters a second.
    /// </summary>
    private const double LongestPerCharacter = 0.12;

    /// <summary>Seconds in a step of the account: the 20 ms to which Whisper's alignment is exact.</summary>
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
