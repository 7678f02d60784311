using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine.Translation;
using Hansard.Translation;

namespace Hansard.Bench.Measures;

/// <summary>
/// The 76 golden sentences of English and Portuguese each way: the references of one direction are the other's sources. And English and
/// Spanish, over Portuguese and by Apertium alone. Quality and speed.
/// </summary>
internal static class TranslationMeasure
{
    private const int Repetitions = 5;

    /// <param name="modelsDirectory">The models.</param>
    /// <param name="examples">The half of the Spanish sentences that is shown with its translations; null: none.</param>
    /// <param name="rules">Measures what each section of the rules gives, and nothing else.</param>
    public static async Task<List<ResultRow>> RunAsync(string modelsDirectory, string? examples, bool rules)
    {
        await using var catalogue = TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = modelsDirectory, Threads = 1 });
        if (rules) return await SpanishMeasure.RunRulesAsync(catalogue);
        List<ResultRow> rows = [];
        foreach (var (pair, other) in new[] { ("en-pt", "pt-en"), ("pt-en", "en-pt") })
        {
            var (sources, targets) = ReadSentences(pair);
            var references = ReadSentences(other).Sources;
            var translator = catalogue.Find(new LanguagePair(pair[..2], pair[3..]))!;
            var translations = await TranslateAsync(translator, sources);
            var before = ProcessorTime.Seconds();
            for (var i = 0; i < Repetitions; i++) await TranslateAsync(translator, sources);
            var seconds = ProcessorTime.Seconds() - before;
            rows.Add(new ResultRow(
                $"{pair}: equal to the reference program",
                $"{targets.Zip(translations).Count(p => p.First == p.Second)} of {targets.Count}"));
            rows.Add(new ResultRow($"{pair}: chrF", $"{CharacterNGramScore.Of(references, translations):F2}"));
            rows.Add(new ResultRow($"{pair}: chrF of the reference program", $"{CharacterNGramScore.Of(references, targets):F2}"));
            rows.Add(new ResultRow($"{pair}: sentences a processor second", $"{Repetitions * sources.Count / seconds:F0}"));
        }

        rows.AddRange(await SpanishMeasure.RunAsync(catalogue, examples));
        return rows;
    }

    private static async Task<List<string>> TranslateAsync(ITranslator translator, List<string> sentences)
        => [.. (await translator.TranslateAsync(sentences, [], CancellationToken.None)).Select(t => t.Text)];

    private static GoldenSentences ReadSentences(string pair)
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(Corpus.Repository, "tests", "fixtures", "golden", "translate", $"{pair}.json")));
        var sentences = golden.RootElement.GetProperty("sentences").EnumerateArray().ToList();
        return new GoldenSentences(
            [.. sentences.Select(s => s.GetProperty("source").GetString()!)],
            [.. sentences.Select(s => s.GetProperty("target").GetString()!)]);
    }

    /// <summary>Sentences, each with the translation of the reference program at the same index.</summary>
    private sealed record GoldenSentences(List<string> Sources, List<string> Targets);
}
