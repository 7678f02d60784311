namespace Hansard.Engine.Transcripts;

/// <summary>Finds the spoken token that each translation stands after: the last one that was spoken before it.</summary>
internal static class TranslationsByToken
{
    /// <param name="tokens">All tokens of a track.</param>
    /// <returns>The translation tokens after each spoken token that has some.</returns>
    public static Dictionary<TranscriptToken, List<TranscriptToken>> Of(IReadOnlyList<TranscriptToken> tokens)
    {
        // By reference: two tokens may well be equal.
        Dictionary<TranscriptToken, List<TranscriptToken>> translations = new(ReferenceEqualityComparer.Instance);
        TranscriptToken? spoken = null;
        foreach (var token in tokens.Where(t => t.Text.Length > 0))
        {
            if (token.TranslationStatus is not TranslationStatus.Translation) spoken = token;
            else if (spoken is not null && translations.TryGetValue(spoken, out var earlier)) earlier.Add(token);
            else if (spoken is not null) translations.Add(spoken, [token]);
        }
        return translations;
    }
}
