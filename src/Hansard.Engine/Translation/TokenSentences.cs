using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Translation;

/// <summary>Cuts a transcript's tokens into what is translated as one: a sentence of one speaker in one language.</summary>
internal static class TokenSentences
{
    // Speech without punctuation is cut at a pause, once it is longer, in tokens, than most sentences; a breath within one is shorter.
    private const int LongSentence = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The sentences in order, each of at least one token.</summary>
    public static IReadOnlyList<IReadOnlyList<TranscriptToken>> Split(IReadOnlyList<TranscriptToken> tokens)
    {
        var sentences = new List<IReadOnlyList<TranscriptToken>>();
        for (var start = 0; start < tokens.Count;)
        {
            var end = start + 1;
            while (end < tokens.Count && tokens[end].Speaker == tokens[start].Speaker && tokens[end].Language == tokens[start].Language)
                end++;
            SplitTurn([.. tokens.Skip(start).Take(end - start)], sentences);
            start = end;
        }

        return sentences;
    }

    private static void SplitTurn(TranscriptToken[] turn, List<IReadOnlyList<TranscriptToken>> sentences)
    {
        var start = 0;
        for (var i = 0; i < turn.Length; i++)
        {
            if (!Sentences.EndAfter(turn, i) && !(i - start >= LongSentence && PauseAfter(turn, i))) continue;
            sentences.Add(turn[start..(i + 1)]);
            start = i + 1;
        }
    }

    private static bool PauseAfter(TranscriptToken[] turn, int index)
        => turn[index].EndMs is { } end && turn[index + 1] is { StartMs: { } next, Text: [' ', ..] }
            && next - end >= Pause.TotalMilliseconds;
}
