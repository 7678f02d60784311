using Hansard.Bench.Scoring;
using Hansard.Engine.Translation;
using Hansard.Translation;
using Hansard.Translation.Apertium;
using Hansard.Translation.Apertium.Rules;

namespace Hansard.Bench.Measures;

/// <summary>
/// English and Spanish sentences that say the same (tests/fixtures/translation/en-es.tsv), translated as the catalogue does it and by
/// Apertium's rules between the two languages. Half of them were used to tune the way over Portuguese, the other half was not.
/// </summary>
internal static class SpanishMeasure
{
    private const int Repetitions = 5;

    private sealed record Line(string Half, string Field, string English, string Spanish);

    /// <param name="catalogue">The translators.</param>
    /// <param name="examples">The half that is shown with both translations; null: none.</param>
    public static async Task<List<ResultRow>> RunAsync(TranslatorCatalogue catalogue, string? examples)
    {
        var lines = Lines();
        List<ResultRow> rows = [];
        foreach (var pair in new[] { new LanguagePair("en", "es"), new LanguagePair("es", "en") })
        {
            if (catalogue.Find(pair) is not { } translator || !ApertiumModes.Find(ApertiumModes.DefaultDirectory)
                .TryGetValue(pair, out var mode))
            {
                rows.Add(new ResultRow($"{pair}", "not measured: apertium-eng-spa and apertium-es-pt are not both installed"));
                continue;
            }

            await using var rules = new ApertiumModel(mode, pair, TimeSpan.FromSeconds(20), RewriteRules.Of(pair));
            var direct = new SentenceTranslator(rules);
            string[] sources = [.. lines.Select(l => pair.Source == "en" ? l.English : l.Spanish)];
            string[] references = [.. lines.Select(l => pair.Source == "en" ? l.Spanish : l.English)];
            var (over, alone) = (await TranslateAsync(translator, sources), await TranslateAsync(direct, sources));
            foreach (var half in lines.Select(l => l.Half).Distinct())
            {
                rows.Add(Row($"{pair}: chrF, {half}", l => l.Half == half));
                foreach (var field in lines.Select(l => l.Field).Distinct())
                    rows.Add(Row($"{pair}: chrF, {half}, {field}", l => l.Half == half && l.Field == field));
            }

            rows.Add(await CostAsync(catalogue, pair, translator, sources));
            for (var i = 0; i < lines.Count; i++)
                if (lines[i].Half == examples)
                    await Console.Error.WriteLineAsync(
                        $"{sources[i]}\n  reference: {references[i]}\n  rules: {alone[i]}\n  over Portuguese: {over[i]}");

            ResultRow Row(string what, Func<Line, bool> belongs)
            {
                int[] chosen = [.. Enumerable.Range(0, lines.Count).Where(i => belongs(lines[i]))];
                double Score(string[] translations)
                    => CharacterNGramScore.Of([.. chosen.Select(i => references[i])], [.. chosen.Select(i => translations[i])]);
                return new ResultRow(
                    what, $"{Score(over):F1} by {translator.Name}, {Score(alone):F1} by {direct.Name} ({chosen.Length} sentences)");
            }
        }

        return rows;
    }

    /// <summary>Measures what each section of the rules between Portuguese and Spanish gives, by the same sentences without it.</summary>
    /// <param name="catalogue">The translators between English and Portuguese.</param>
    public static async Task<List<ResultRow>> RunRulesAsync(TranslatorCatalogue catalogue)
    {
        var lines = Lines();
        List<ResultRow> rows = [];
        foreach (var pair in new[] { new LanguagePair("pt", "es"), new LanguagePair("es", "pt") })
        {
            var fromEnglish = pair.Target == "es";
            if (!ApertiumModes.Find(ApertiumModes.DefaultDirectory).TryGetValue(pair, out var mode))
            {
                rows.Add(new ResultRow($"{pair}", "not measured: apertium-es-pt is not installed"));
                continue;
            }

            var neural = catalogue.Find(fromEnglish ? new LanguagePair("en", "pt") : new LanguagePair("pt", "en"))!;
            var all = RewriteRules.Of(pair)!;
            string[] sources = [.. lines.Select(l => fromEnglish ? l.English : l.Spanish)];
            string[]? whole = null;
            foreach (var section in all.Sections.Prepend("").Append(null))
            {
                await using var model = new ApertiumModel(
                    mode, pair, TimeSpan.FromSeconds(20), section is null ? null : all.Without(section));
                var rules = new SentenceTranslator(model);
                var translations = await TranslateAsync(
                    fromEnglish ? new PivotTranslator(neural, rules) : new PivotTranslator(rules, neural), sources);
                whole ??= translations;
                rows.Add(new ResultRow(
                    $"{pair}: chrF "
                        + $"{(section is null ? "without any rule" : section.Length == 0 ? "with all rules" : $"without {section}")}",
                    string.Join(", ", lines.Select(l => l.Half).Distinct().Select(half => $"{half} {Score(half)}"))));

                string Score(string half)
                {
                    int[] chosen = [.. Enumerable.Range(0, lines.Count).Where(i => lines[i].Half == half)];
                    var score = CharacterNGramScore.Of(
                        [.. chosen.Select(i => fromEnglish ? lines[i].Spanish : lines[i].English)],
                        [.. chosen.Select(i => translations[i])]);
                    return $"{score:F2} ({chosen.Count(i => translations[i] != whole[i])} sentences differ)";
                }
            }
        }

        return rows;
    }

    private static List<Line> Lines() =>
    [
        .. File.ReadLines(Path.Combine(Corpus.Repository, "tests", "fixtures", "translation", "en-es.tsv"))
            .Where(l => !l.StartsWith('#')).Select(l => l.Split('\t')).Select(f => new Line(f[0], f[1], f[2], f[3])),
    ];

    // Apertium's processor time is that of its processes, which live on and so are not in this process's own time.
    private static async Task<ResultRow> CostAsync(
        TranslatorCatalogue catalogue, LanguagePair pair, ITranslator translator, string[] sources)
    {
        var half = pair.Source == "en" ? new LanguagePair("en", "pt") : new LanguagePair("pt", "en");
        var neural = catalogue.Find(half)!;
        string[] between = pair.Source == "en" ? sources : await TranslateAsync(catalogue.Find(new LanguagePair("es", "pt"))!, sources);
        await TranslateAsync(neural, between);
        var (way, model) = (0.0, 0.0);
        for (var i = 0; i < Repetitions; i++)
        {
            // One after the other, so that both meet the same load.
            var start = ProcessorTime.SecondsWithResidents();
            await TranslateAsync(translator, sources);
            var middle = ProcessorTime.SecondsWithResidents();
            await TranslateAsync(neural, between);
            (way, model) = (way + middle - start, model + ProcessorTime.SecondsWithResidents() - middle);
        }

        var count = Repetitions * sources.Length;
        return new ResultRow(
            $"{pair}: processor time a sentence",
            $"{1000 * way / count:F1} ms over Portuguese, {1000 * model / count:F1} ms by {neural.Name} alone: {way / model:F2} times");
    }

    private static async Task<string[]> TranslateAsync(ITranslator translator, string[] sentences)
        => [.. (await translator.TranslateAsync(sentences, [], CancellationToken.None)).Select(t => t.Text)];
}
