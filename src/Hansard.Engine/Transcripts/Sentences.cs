using System.Text;

namespace Hansard.Engine.Transcripts;

/// <summary>Finds the ends of sentences and clauses in a run of tokens.</summary>
internal static class Sentences
{
    /// <summary>Determines whether a sentence ends after a token.</summary>
    /// <param name="tokens">Tokens of one kind: all original, or all translation.</param>
    /// <param name="index">The token that might be the last of a sentence; closing quotes and brackets included.</param>
    public static bool EndAfter(IReadOnlyList<TranscriptToken> tokens, int index)
    {
        if (index == tokens.Count - 1) return true;
        var next = tokens[index + 1].Text;
        if (ClosesBefore(next)) return false;
        var mark = MarkAt(tokens, index);
        if (mark is not { } rune || !Script.EndsSentence(rune)) return false;

        // "3.50", "Wait... what?": a sentence begins with a space and anything but a small letter.
        var first = next.TrimStart(' ').EnumerateRunes().FirstOrDefault();
        return Script.IsCjk(rune) || (next[0] == ' ' && !Rune.IsLower(first));
    }

    /// <summary>Determines whether a word has the mark of a sentence's end, with closing quotes and brackets or without.</summary>
    /// <param name="word">A word with its punctuation.</param>
    public static bool EndWith(string word)
    {
        foreach (var rune in word.TrimEnd().EnumerateRunes().Reverse())
        {
            if (Script.EndsSentence(rune)) return true;
            if (!Script.IsClosing(rune)) return false;
        }

        return false;
    }

    /// <summary>Determines whether a clause ends after a token: a comma, dash or the like, or a sentence's end.</summary>
    /// <inheritdoc cref="EndAfter"/>
    public static bool ClauseEndsAfter(IReadOnlyList<TranscriptToken> tokens, int index)
    {
        if (EndAfter(tokens, index)) return true;
        return !ClosesBefore(tokens[index + 1].Text) && MarkAt(tokens, index) is { } rune
            && (Script.EndsClause(rune) || Script.EndsSentence(rune));
    }

    // The mark that ends a token, or that stands before closing quotes and brackets.
    private static Rune? MarkAt(IReadOnlyList<TranscriptToken> tokens, int index)
    {
        for (var i = index; i >= 0 && i > index - 4; i--)
        {
            var text = tokens[i].Text;
            if (text.Length == 0) continue;
            Rune.DecodeLastFromUtf16(text, out var last, out _);
            if (!Script.IsClosing(last)) return Script.IsMark(last) && IsOnlyMarks(text) ? last : null;
        }

        return null;
    }

    // A full stop inside a word's token is an abbreviation's: "U.S."
    private static bool IsOnlyMarks(string text) => text.AsSpan().TrimStart(' ') is var mark && Script.IsMark(FirstRune(mark));

    private static Rune FirstRune(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return rune;
    }

    // Marks that are written to the word before: they have no space before them and open nothing.
    private static bool ClosesBefore(string next)
        => next.Length > 0 && next[0] != ' ' && FirstRune(next) is var rune && Script.IsMark(rune) && !Script.IsOpening(rune);
}
