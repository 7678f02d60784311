namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>Tokens that end where the words of a text end: in languages without spaces a token may hold several.</summary>
internal static class UnitTokens
{
    /// <summary>Cuts the tokens in which a word ends before the token does; the pieces share its time by their characters.</summary>
    /// <param name="tokens">Tokens whose joined text, spaces aside, is that of the words.</param>
    /// <param name="units">The words.</param>
    public static IReadOnlyList<TranscriptToken> Cut(IReadOnlyList<TranscriptToken> tokens, IReadOnlyList<TextUnit> units)
    {
        HashSet<int> ends = [];
        var end = 0;
        foreach (var unit in units) ends.Add(end += Letters(unit.Text));
        List<TranscriptToken> pieces = [];
        var at = 0;
        foreach (var token in tokens)
        {
            var (all, before, start) = (Letters(token.Text), at, 0);
            for (var i = 0; i < token.Text.Length; i++)
            {
                if (char.IsWhiteSpace(token.Text[i]) || !ends.Contains(++at) || at - before == all) continue;
                pieces.Add(Piece(token, token.Text[start..(i + 1)], at, before, all));
                start = i + 1;
            }

            pieces.Add(start == 0 ? token : Piece(token, token.Text[start..], at, before, all));
        }

        return pieces;
    }

    /// <summary>Characters that are no space.</summary>
    public static int Letters(string text) => text.Count(c => !char.IsWhiteSpace(c));

    private static TranscriptToken Piece(TranscriptToken token, string text, int end, int before, int all)
    {
        var (start, duration) = (token.StartMs ?? 0, (token.EndMs ?? 0) - (token.StartMs ?? 0));
        var (first, last) = (end - before - Letters(text), end - before);
        return token with { Text = text, StartMs = start + (duration * first / all), EndMs = start + (duration * last / all) };
    }
}
