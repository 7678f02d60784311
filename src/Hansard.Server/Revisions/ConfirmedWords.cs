using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Revisions;

/// <summary>The time of a word that somebody has listened to and found right, in milliseconds.</summary>
internal sealed record ConfirmedWord(long StartMs, long EndMs);

/// <summary>Words that stay as they are because somebody has found them right: they are not doubtful any more.</summary>
internal static class ConfirmedWords
{
    private const string Name = "confirmed";

    /// <param name="body">The object that has them.</param>
    /// <param name="errors">Added to.</param>
    /// <returns>In the order of their times; null when absent or wrong.</returns>
    public static IReadOnlyList<ConfirmedWord>? Read(FieldReader body, ValidationErrors errors)
    {
        if (body.Items(Name) is not { ValueKind: JsonValueKind.Array } items) return null;
        if (items.GetArrayLength() > RevisionBody.MaximumTokens)
        {
            body.Fault("too_long", Name, $"'{Name}' has more than {RevisionBody.MaximumTokens:N0} entries.");
            return null;
        }
        List<ConfirmedWord> words = [];
        foreach (var (index, item) in items.EnumerateArray().Index())
        {
            if (errors.Count >= ValidationErrors.MaximumListed) return null;
            var place = $"{Name}.{index}";
            if (item.ValueKind != JsonValueKind.Object)
            {
                body.Fault("invalid_type", place, $"'{place}' must be an object with start_ms and end_ms.");
                continue;
            }
            var word = new FieldReader(item, body.LocationOf(place), errors);
            var (start, end) = (Time(word, "start_ms"), Time(word, "end_ms"));
            if (end < start) word.Fault("invalid_value", "end_ms", "'end_ms' is before 'start_ms'.");
            words.Add(new ConfirmedWord(start ?? 0, end ?? 0));
        }
        words.Sort((one, other) => one.StartMs.CompareTo(other.StartMs));
        return words;
    }

    /// <summary>Makes the server sure of the tokens that begin within confirmed words.</summary>
    /// <param name="tokens">All of a transcript.</param>
    /// <param name="words">In the order of their times.</param>
    public static IReadOnlyList<TranscriptToken> Apply(IReadOnlyList<TranscriptToken> tokens, IReadOnlyList<ConfirmedWord> words)
        => [.. tokens.Select(token => IsConfirmed(token, words) ? token with { Confidence = 1 } : token)];

    private static bool IsConfirmed(TranscriptToken token, IReadOnlyList<ConfirmedWord> words)
    {
        if (token.StartMs is not { } start) return false;
        var (low, high) = (0, words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (words[middle].StartMs <= start) low = middle + 1;
            else high = middle;
        }

        // The next word begins where this one ends.
        return low > 0 && (start < words[low - 1].EndMs || start == words[low - 1].StartMs);
    }

    private static int? Time(FieldReader body, string name)
    {
        if (body.Value(name) is null) body.Fault("missing", name, $"'{name}' is missing: the time of the word.");
        return body.Integer(name, 0, int.MaxValue);
    }
}
