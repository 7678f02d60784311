using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Bench.Measures;

/// <summary>Redaction on written lists, and on texts in which there is nothing to redact.</summary>
internal static class RenderingMeasure
{
    private static readonly RenderingOptions Redacted = new() { Redact = RenderingOptions.AllKinds };

    /// <summary>Counts what is found and what is found by mistake.</summary>
    /// <param name="mistakes">Told of every line that is not as it should be.</param>
    public static List<ResultRow> Run(TextWriter mistakes)
    {
        List<ResultRow> rows = [];
        foreach (var list in new[] { "redaction", "unseen" })
        {
            var lines = File.ReadLines(Path.Combine(Corpus.Repository, "tests", "fixtures", "renderings", $"{list}.tsv"))
                .Where(line => line[0] != '#').Select(line => line.Split('\t')).ToList();
            foreach (var language in lines.GroupBy(line => line[0]))
            {
                var secret = language.Where(line => line[1] != line[2]).ToList();
                var plain = language.Where(line => line[1] == line[2]).ToList();
                rows.Add(new ResultRow(
                    $"{list}, {language.Key}",
                    $"{secret.Count(line => IsRight(line, mistakes))} of {secret.Count} found, "
                    + $"{plain.Count(line => !IsRight(line, mistakes))} of {plain.Count} redacted by mistake"));
            }
        }
        var (texts, words, found) = (0, 0, 0);
        foreach (var (language, text) in Texts())
        {
            (texts, words) = (texts + 1, words + text.Split(' ').Length);
            var rendered = Render(language, text);
            if (rendered == text) continue;
            found++;
            mistakes.WriteLine($"{language}: {text}\n    {rendered}");
        }
        rows.Add(new ResultRow("texts of recordings", $"{found} of {texts} ({words} words) redacted"));
        return rows;
    }

    private static bool IsRight(string[] line, TextWriter mistakes)
    {
        var rendered = Render(line[0], line[1]);
        if (rendered != line[2]) mistakes.WriteLine($"{line[0]}: {line[1]}\n    {rendered}");
        return rendered == line[2];
    }

    private static string Render(string language, string text)
    {
        var token = new TranscriptToken { Text = text, Confidence = 1, Language = language };
        return string.Concat(TranscriptRendering.Of([token], Redacted).Select(each => each.Text));
    }

    private static IEnumerable<(string Language, string Text)> Texts()
    {
        foreach (var folder in new[] { "open", "vendor" })
        {
            foreach (var entry in Corpus.Json(folder, "manifest.json").EnumerateArray())
            {
                if (entry.TryGetProperty("text", out var text) && text.GetString() is { Length: > 0 } said)
                    yield return (entry.GetProperty("language").GetString()!, said);
            }
        }
        foreach (var name in new[] { "longform_en", "longform_mixed" })
        {
            foreach (var clip in Corpus.Json("open", $"{name}.json").GetProperty("clips").EnumerateArray())
                yield return (clip.GetProperty("language").GetString()!, clip.GetProperty("text").GetString()!);
        }
    }
}
