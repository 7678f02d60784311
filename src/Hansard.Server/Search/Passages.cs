using Hansard.Engine.Transcripts;

namespace Hansard.Server.Search;

/// <summary>Divides transcripts into passages.</summary>
internal static class Passages
{
    // Some sentences: enough to see what they are about, and to hear it in a quarter of a minute.
    private const int Length = 240;

    /// <param name="transcript">The transcript.</param>
    public static IReadOnlyList<Passage> Of(Transcript transcript)
        => [.. TrackTranscripts.Divide(transcript).SelectMany(part => Of(part.Tokens))];

    private static IEnumerable<Passage> Of(IReadOnlyList<TranscriptToken> all)
    {
        TranscriptToken[] spoken =
            [.. all.Where(token => token.TranslationStatus is not TranslationStatus.Translation && token.Text.Length > 0)];
        var translations = TranslationsByToken.Of(all);
        for (var start = 0; start < spoken.Length;)
        {
            var (end, length) = (start, 0);
            do length += spoken[end++].Text.Length;
            while (end < spoken.Length && !Ends(spoken, end, length));
            var own = spoken[start..end];
            var text = string.Concat(own.Select(token => token.Text)).Trim();
            var translation = string.Concat(own.SelectMany(token => translations.GetValueOrDefault(token) ?? []).Select(t => t.Text));
            if (text.Length > 0)
            {
                yield return new Passage
                {
                    StartMs = own[0].StartMs ?? 0,
                    EndMs = own.Max(token => token.EndMs ?? 0),
                    Speaker = own[0].Speaker,
                    Text = text,
                    Words = SearchWords.Of($"{text} {translation}"),
                };
            }
            start = end;
        }
    }

    private static bool Ends(TranscriptToken[] tokens, int at, int length)
    {
        if (tokens[at].Speaker != tokens[at - 1].Speaker) return true;
        if (length < Length) return false;
        return Sentences.EndAfter(tokens, at - 1) || (Sentences.EndWith(tokens[at - 1].Text) && tokens[at].Text is [' ', ..])
            || (length >= 4 * Length && tokens[at].Text is [' ', ..]) || length >= 8 * Length;
    }
}
