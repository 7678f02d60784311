using System.Text.Json;
using Hansard.Bench.Scoring;

namespace Hansard.Bench.Tests.Scoring;

/// <summary>Our error rates against those of the script that the evaluation data comes with.</summary>
public sealed class ReferenceScoreTests
{
    [Fact]
    public async Task Texts_with_mistakes_in_every_language_are_scored_as_by_the_script()
    {
        ScoreScript.Require();
        var entries = Corpus.Json("open", "manifest.json").EnumerateArray()
            .Where(e => e.TryGetProperty("text", out var text) && !string.IsNullOrEmpty(text.GetString())).ToArray();
        Dictionary<string, object> recognised = [];
        var (errors, units) = (0, 0);
        foreach (var entry in entries)
        {
            var (said, language) = (entry.GetProperty("text").GetString()!, entry.GetProperty("language").GetString()!);
            var mistaken = Mistake(said);
            recognised[entry.GetProperty("file").GetString()!] = new { text = mistaken };
            var reference = TextNormaliser.Normalise(said, language);
            errors += EditDistance.Align(reference, TextNormaliser.Normalise(mistaken, language)).Errors;
            units += reference.Length;
        }

        var all = (await ScoreAsync(recognised)).GetProperty("groups").GetProperty("all");

        Assert.True(errors > 50);
        Assert.Equal((errors, units), (all.GetProperty("errors").GetInt32(), all.GetProperty("units").GetInt32()));
    }

    /// <summary>
    /// Leaves out every seventh word, says every fifth twice, and changes every third: with numbers, titles and capitals.
    /// </summary>
    private static string Mistake(string text) => string.Join(' ', text.Split(' ').SelectMany((word, i) => (i % 7, i % 5, i % 3) switch
    {
        (6, _, _) => [],
        (_, 4, _) => [word, word.ToUpperInvariant()],
        (_, _, 2) => [$"Mr. {i * 37}%"],
        _ => (string[])[word],
    }));

    private static async Task<JsonElement> ScoreAsync(object recognised)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(recognised), TestContext.Current.CancellationToken);
            return await ScoreScript.RunAsync("wer", Corpus.PathOf("open", "manifest.json"), path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
