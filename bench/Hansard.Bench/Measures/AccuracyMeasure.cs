using System.Text.Json;
using Hansard.Bench.Scoring;
using Hansard.Engine;

namespace Hansard.Bench.Measures;

/// <summary>
/// Word error rates by the rules of ../shared/tools/score.py, punctuation, word times, and the language of words in long recordings.
/// </summary>
internal static class AccuracyMeasure
{
    /// <param name="engine">The engine that recognises.</param>
    /// <param name="options">Options of each transcription.</param>
    /// <param name="mistakes">Told of every clip that was not recognised word by word, with both texts; null for nobody.</param>
    public static async Task<List<ResultRow>> RunAsync(
        TranscriptionEngine engine, TranscriptionOptions options, TextWriter? mistakes = null)
    {
        List<ResultRow> rows = [];
        List<double> starts = [], ends = [];
        foreach (var (name, folder) in new[] { ("open", "open"), ("vendor", "vendor") })
        {
            var written = new WrittenForm();
            var groups = new SortedDictionary<string, (int Errors, int Units)>(StringComparer.Ordinal);
            foreach (var entry in Corpus.Json(folder, "manifest.json").EnumerateArray())
            {
                if (!entry.TryGetProperty("text", out var text) || string.IsNullOrEmpty(text.GetString())) continue;
                var language = entry.GetProperty("language").GetString()!;
                var transcript = await engine.TranscribeAsync(Corpus.PathOf(folder, entry.GetProperty("file").GetString()!), options);
                written.Add(text.GetString()!, transcript.Text);
                var reference = TextNormaliser.Normalise(text.GetString()!, language);
                var recognised = TextNormaliser.Normalise(transcript.Text, language);
                var errors = EditDistance.Align(reference, recognised).Errors;
                if (errors > 0)
                    mistakes?.WriteLine($"{entry.GetProperty("file").GetString()}: {errors}\n"
                        + $"  said:       {string.Join(' ', reference)}\n  recognised: {string.Join(' ', recognised)}");
                foreach (var key in new[] { "all", language })
                    groups[key] = (groups.GetValueOrDefault(key).Errors + errors, groups.GetValueOrDefault(key).Units + reference.Length);
                if (entry.TryGetProperty("words", out var words)) CompareTimes(words, ScoredWord.Of(transcript), starts, ends);
            }
            foreach (var (key, (errors, units)) in groups)
                rows.Add(new ResultRow($"{name}, {key}", $"{100.0 * errors / units:F1} % ({errors} of {units})"));
            rows.Add(new ResultRow($"{name}, written", written.Figure));
        }
        foreach (var name in new[] { "longform_en", "longform_mixed" }) rows.Add(await LongAsync(engine, options, name));
        rows.Add(new ResultRow("word starts, mean absolute error (bias)", $"{starts.Average(Math.Abs):F3} s ({starts.Average():F3})"));
        rows.Add(new ResultRow("word ends, mean absolute error (bias)", $"{ends.Average(Math.Abs):F3} s ({ends.Average():F3})"));
        return rows;
    }

    private static async Task<ResultRow> LongAsync(TranscriptionEngine engine, TranscriptionOptions options, string name)
    {
        List<string> reference = [], languages = [], hypothesis = [], recognised = [];
        foreach (var clip in Corpus.Json("open", $"{name}.json").GetProperty("clips").EnumerateArray())
        {
            var language = clip.GetProperty("language").GetString()!;
            foreach (var unit in clip.GetProperty("text")
                .GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => TextNormaliser.Normalise(w, language)))
            {
                reference.Add(unit);
                languages.Add(language);
            }
        }
        var transcript = await engine.TranscribeAsync(Corpus.PathOf("open", $"{name}.wav"), options);
        foreach (var word in ScoredWord.Of(transcript))
        {
            foreach (var unit in TextNormaliser.Normalise(word.Text, word.Language))
            {
                hypothesis.Add(unit);
                recognised.Add(word.Language);
            }
        }
        var (errors, pairs) = EditDistance.Align(reference, hypothesis);
        var right = pairs.Count(p => languages[p.Reference] == recognised[p.Hypothesis]);
        return new ResultRow(name, $"{100.0 * errors / reference.Count:F1} % ({errors} of {reference.Count}), "
            + $"language right on {100.0 * right / pairs.Count:F1} %");
    }

    private static void CompareTimes(JsonElement words, List<ScoredWord> recognised, List<double> starts, List<double> ends)
    {
        var reference = words.EnumerateArray()
            .SelectMany(w => TextNormaliser.Normalise(w.GetProperty("word").GetString()!, "xx").Take(1).Select(t => (Text: t, Word: w)))
            .ToArray();
        var hypothesis = recognised.SelectMany(
            w => TextNormaliser.Normalise(w.Text, "xx").Take(1).Select(t => (Text: t, Word: w))).ToArray();
        foreach (var (i, j) in EditDistance.Align([.. reference.Select(r => r.Text)], [.. hypothesis.Select(h => h.Text)]).Pairs)
        {
            if (reference[i].Text != hypothesis[j].Text) continue;
            starts.Add(hypothesis[j].Word.Start - reference[i].Word.GetProperty("start").GetDouble());
            ends.Add(hypothesis[j].Word.End - reference[i].Word.GetProperty("end").GetDouble());
        }
    }
}
