namespace Hansard.Engine.Transcripts.Alignments;

/// <summary>Times of the words of a recognised text, by the tokens that they are in.</summary>
internal static class UnitTimes
{
    /// <param name="units">Words of the text that the tokens are, joined.</param>
    /// <param name="tokens">The tokens, all with times.</param>
    /// <returns>Start and end of each word, in milliseconds.</returns>
    public static IReadOnlyList<(long Start, long End)> Of(IReadOnlyList<TextUnit> units, IReadOnlyList<TranscriptToken> tokens)
    {
        List<(long, long)> times = [];
        var (token, at) = (0, 0);
        foreach (var unit in units)
        {
            while (token < tokens.Count && at + tokens[token].Text.Length <= unit.Start) at += tokens[token++].Text.Length;
            var (last, end) = (token, at);
            var stop = unit.Start + unit.Text.Length;
            while (last + 1 < tokens.Count && end + tokens[last].Text.Length < stop) end += tokens[last++].Text.Length;
            times.Add(token < tokens.Count ? (tokens[token].StartMs ?? 0, tokens[last].EndMs ?? 0) : (0, 0));
        }
        return times;
    }
}
