using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hansard.Server.Summaries;

/// <summary>A statement of a summary.</summary>
/// <param name="Text">The text.</param>
/// <param name="Passages">Indexes of what it rests on, in order, at least one.</param>
internal sealed record Statement(string Text, IReadOnlyList<int> Passages)
{
    // More is no summary.
    private const int Most = 200;
    private const int LongestText = 2_000;
    private const int MostPassages = 50;

    /// <summary>Reads a model's answer.</summary>
    /// <param name="answer">JSON, perhaps with other text around it.</param>
    /// <param name="passages">Number of passages that it was given, which it counts from 1 on.</param>
    /// <param name="unfounded">Number of statements that rest on no passage, and are left out.</param>
    /// <exception cref="FormatException">It is no such answer.</exception>
    public static List<Statement> Read(string answer, int passages, out int unfounded)
    {
        unfounded = 0;
        List<Statement> statements = [];
        foreach (var item in Items(answer).Take(Most))
        {
            var text = (item?["text"] as JsonValue)?.ToString().ReplaceLineEndings(" ").Trim() ?? "";
            if (text.Length is 0 or > LongestText) continue;
            int[] numbers =
            [
                .. (item!["passages"] as JsonArray ?? []).Select(Number).OfType<int>().Where(number => number >= 1 && number <= passages)
                    .Select(number => number - 1).Distinct().Order().Take(MostPassages),
            ];
            if (numbers.Length == 0) unfounded++;
            else statements.Add(new Statement(text, numbers));
        }
        return statements;
    }

    private static IEnumerable<JsonObject?> Items(string answer)
    {
        var (start, end) = (answer.IndexOf('{', StringComparison.Ordinal), answer.LastIndexOf('}'));
        if (start < 0 || end < start) throw new FormatException("There is no JSON in it.");
        try
        {
            return JsonNode.Parse(answer[start..(end + 1)])?["statements"] is JsonArray items
                ? items.Select(item => item as JsonObject)
                : throw new FormatException("It has no statements.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("It is not JSON.", exception);
        }
    }

    // Models write numbers as texts, too, and as "[3]".
    private static int? Number(JsonNode? node)
        => node is JsonValue value && int.TryParse(value.ToString().Trim('[', ']', ' '), out var number) ? number : null;
}
