namespace Hansard.Engine.Transcripts;

/// <summary>The language that most of a recording is spoken in.</summary>
internal static class MainLanguage
{
    /// <param name="tokens">What was spoken.</param>
    /// <returns>A code; null if nothing was spoken.</returns>
    public static string? Of(IReadOnlyList<TranscriptToken> tokens) => tokens
        .Where(t => t.Language is not null && t.TranslationStatus is not TranslationStatus.Translation)
        .GroupBy(t => t.Language, (language, group) => (language, Length: group.Sum(t => t.Text.Length)))
        .OrderByDescending(g => g.Length)
        .Select(g => g.language)
        .FirstOrDefault();
}
