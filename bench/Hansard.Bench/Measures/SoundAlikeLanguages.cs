using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>Names that sound alike in other languages than English, spoken by <c>espeak-ng</c>.</summary>
internal static class SoundAlikeLanguages
{
    // Voices of other names than the language.
    private static readonly Dictionary<string, string> Voices = new() { ["fr"] = "fr-fr", ["pt"] = "pt-br", ["zh"] = "cmn" };

    /// <summary>Measures <c>tests/fixtures/terms/languages.tsv</c>.</summary>
    /// <param name="engine">Recognises.</param>
    /// <param name="mistakes">Told of each name that is not found, and of each that is put in.</param>
    public static async Task<List<ResultRow>> RunAsync(TranscriptionEngine engine, TextWriter mistakes)
    {
        List<ResultRow> rows = [];
        var lines = File.ReadLines(Path.Combine(Corpus.Repository, "tests", "fixtures", "terms", "languages.tsv"))
            .Where(line => line[0] != '#').Select(line => line.Split('\t'));
        foreach (var language in lines.GroupBy(line => line[3]))
        {
            var (without, with, inserted) = (0, 0, 0);
            foreach (var line in language)
            {
                var (isName, term) = (line[0] == "name", line[1]);
                var path = await SpokenSentence.OfAsync(line[2], $"espeak-ng {Voices.GetValueOrDefault(language.Key, language.Key)}");
                var before = await TextAsync(engine, path, language.Key, []);
                var after = await TextAsync(engine, path, language.Key, [term]);
                var (wasWritten, isWritten) = (IsWritten(before, term, language.Key), IsWritten(after, term, language.Key));
                if (isName && wasWritten) without++;
                if (isName && isWritten) with++;
                if (!isName && isWritten && !wasWritten) inserted++;
                if (isWritten != isName || (!isName && before != after))
                    await mistakes.WriteLineAsync($"{(isName ? "not found" : "put in")}: {language.Key} {term}: {before} → {after}");
            }
            var names = language.Count(line => line[0] == "name");
            rows.Add(new ResultRow(
                $"{language.Key}: names, written as given, without and with the name", $"{without} and {with} of {names}"));
            rows.Add(new ResultRow($"{language.Key}: the name put in", $"{inserted} of {language.Count() - names}"));
        }
        return rows;
    }

    private static bool IsWritten(string text, string term, string language) => language is "zh" or "ja" or "ko"
        ? text.Contains(term, StringComparison.Ordinal) : WrittenTerm.Is(text, term);

    private static async Task<string> TextAsync(TranscriptionEngine engine, string path, string language, IReadOnlyList<string> terms)
        => (await engine.TranscribeAsync(path, new TranscriptionOptions
        {
            Language = language,
            Context = new TranscriptionContext { Terms = terms },
        })).Text;
}
