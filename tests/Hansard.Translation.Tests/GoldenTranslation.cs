using System.Text.Json;

namespace Hansard.Translation.Tests;

/// <summary>What the reference program computes with the default translation models.</summary>
internal static class GoldenTranslation
{
    public sealed record Sentence(string Source, int[] SourceIds, int[] TargetIds, string Target);

    public sealed record TokenizerCase(string Text, int[] Ids, string Decoded);

    public static string ModelFolder(string pair) => Path.Combine(Fixtures.Models, "firefox-translations", pair);

    public static IReadOnlyList<Sentence> Sentences(string pair) =>
    [
        .. Fixtures.GoldenJson("translate", $"{pair}.json").GetProperty("sentences").EnumerateArray().Select(s => new Sentence(
            s.GetProperty("source").GetString()!, Ids(s, "source_ids"), Ids(s, "target_ids"), s.GetProperty("target").GetString()!)),
    ];

    public static IReadOnlyList<TokenizerCase> TokenizerCases(string pair) =>
    [
        .. Fixtures.GoldenJson("translate", $"{pair}.json").GetProperty("tokenizer_cases").EnumerateArray().Select(c => new TokenizerCase(
            c.GetProperty("text").GetString()!, Ids(c, "ids"), c.GetProperty("decoded").GetString()!)),
    ];

    private static int[] Ids(JsonElement element, string name)
        => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
