namespace Hansard.Engine.Transcripts.Renderings.Redaction;

/// <summary>Finds all that is sensitive in a text.</summary>
internal static class SensitiveText
{
    /// <param name="text">The text.</param>
    /// <param name="language">Its table; null: none is known.</param>
    /// <returns>In order, none over another: where two kinds are possible, the one whose form is surer.</returns>
    public static IReadOnlyList<SensitiveSpan> Find(SpokenText text, LanguageTable? language)
    {
        List<SensitiveSpan> found = [];
        Add(IbanFinder.Find(text, language));
        Add(EmailFinder.Find(text, language));
        if (language is not null) Add(new AddressFinder(text, language).Find());
        Add(NumberFinder.Find(text, language));
        found.Sort((a, b) => a.First - b.First);
        return found;

        void Add(IEnumerable<SensitiveSpan> spans)
        {
            foreach (var span in spans.ToList())
                if (span.First < span.End && !found.Exists(other => other.First < span.End && span.First < other.End)) found.Add(span);
        }
    }
}
