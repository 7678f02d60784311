namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>
/// Notices a text that has begun to repeat itself, which Whisper does when its attention loses the audio.
/// </summary>
/// <remarks>
/// Compression ratio, the usual sign (openai/whisper), is only seen when a text is complete; a loop of a full window by then has
/// cost a hundred steps. Speech repeats too ("no, no, no, no"), so short phrases must recur more often than long ones.
/// </remarks>
internal static class RepetitionDetector
{
    /// <summary>Tokens of the longest phrase that is looked for: some ten seconds of speech, a third of a window.</summary>
    private const int LongestPhrase = 40;

    /// <summary>Tokens of the shortest phrase whose second time counts as a repeat: single words are said twice on purpose.</summary>
    private const int ShortestRepeat = 2;

    /// <summary>Determines whether the end of the sequence is one phrase over and over.</summary>
    /// <param name="tokens">Text tokens.</param>
    public static bool EndsInLoop(IReadOnlyList<int> tokens)
    {
        for (var length = 1; length <= LongestPhrase; length++)
        {
            var needed = RepeatsNeeded(length) * length;
            if (needed <= tokens.Count && Repeats(tokens, needed - length, length)) return true;
        }
        return false;
    }

    /// <summary>
    /// Determines whether the end of the sequence says a phrase of at least two tokens twice in a row, with at most one token, a full stop,
    /// between.
    /// </summary>
    /// <remarks>People do that too, so it is only a reason to look at the alternatives.</remarks>
    public static bool EndsInRepeat(IReadOnlyList<int> tokens)
    {
        for (var length = ShortestRepeat; length <= LongestPhrase && 2 * length <= tokens.Count; length++)
        {
            if (Repeats(tokens, length, length) || (2 * length < tokens.Count && Repeats(tokens, length, length + 1))) return true;
        }
        return false;
    }

    /// <summary>The index from which the sequence only repeats what it has just said, or its length.</summary>
    /// <remarks>One instance of the phrase is kept.</remarks>
    public static int LoopStart(IReadOnlyList<int> tokens)
    {
        for (var end = tokens.Count; end > 0; end--)
        {
            for (var length = 1; length <= LongestPhrase && length * RepeatsNeeded(length) <= end; length++)
            {
                var start = end;
                while (start - length - 1 >= 0 && tokens[start - 1] == tokens[start - 1 - length]) start--;
                if (end - start + length >= RepeatsNeeded(length) * length) return Math.Max(length, start);
            }
        }
        return tokens.Count;
    }

    /// <summary>Determines whether each of the last tokens is the one so many places before it.</summary>
    private static bool Repeats(IReadOnlyList<int> tokens, int count, int distance)
    {
        for (var i = tokens.Count - 1; i >= tokens.Count - count; i--)
        {
            if (tokens[i] != tokens[i - distance]) return false;
        }
        return true;
    }

    private static int RepeatsNeeded(int length) => length switch { 1 => 8, 2 => 6, 3 => 5, <= 6 => 4, _ => 3 };
}
