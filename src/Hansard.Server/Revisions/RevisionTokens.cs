using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.Revisions;

/// <summary>Reads tokens that a client has corrected itself.</summary>
internal static class RevisionTokens
{
    private const string Name = "tokens";

    // Words of people who talk at once may stand in any order, and are recognised in windows of 30 s.
    private const long MostBackMs = 60_000;

    // Longer than any recording.
    private const int LatestMs = int.MaxValue;

    /// <param name="body">The object that has them.</param>
    /// <param name="errors">Added to.</param>
    /// <returns>Null when absent or wrong.</returns>
    public static IReadOnlyList<TranscriptToken>? Read(FieldReader body, ValidationErrors errors)
    {
        if (body.Items(Name) is not { ValueKind: JsonValueKind.Array } items) return null;
        if (items.GetArrayLength() > RevisionBody.MaximumTokens)
        {
            body.Fault("too_long", Name, $"'{Name}' has more than {RevisionBody.MaximumTokens:N0} entries.");
            return null;
        }
        List<TranscriptToken> tokens = new(items.GetArrayLength());
        TranscriptToken? latest = null;
        foreach (var (index, item) in items.EnumerateArray().Index())
        {
            // One who sent something else altogether is told enough.
            if (errors.Count >= ValidationErrors.MaximumListed) return null;
            var place = $"{Name}.{index}";
            if (item.ValueKind != JsonValueKind.Object)
            {
                body.Fault("invalid_type", place, $"'{place}' must be a token.");
                continue;
            }
            var token = Read(new FieldReader(item, body.LocationOf(place), errors));
            if (latest is not null && latest.Track == token.Track && token.StartMs < latest.StartMs - MostBackMs)
                body.Fault("invalid_value", $"{place}.start_ms", "The tokens are not in the order of their times.");
            if (token.StartMs is not null) latest = token;
            tokens.Add(token);
        }
        return tokens;
    }

    private static TranscriptToken Read(FieldReader body)
    {
        var status = Status(body);
        var isTranslation = status is TranslationStatus.Translation;
        var start = isTranslation ? null : Time(body, "start_ms");
        var end = isTranslation ? null : Time(body, "end_ms");
        if (end < start) body.Fault("invalid_value", "end_ms", "'end_ms' is before 'start_ms'.");
        var text = body.RequiredText("text", RevisionBody.MaximumToken) ?? "";
        if (text.Any(char.IsControl)) body.Fault("invalid_value", "text", "'text' has a control character.");
        return new TranscriptToken
        {
            Text = text,
            StartMs = start,
            EndMs = end,
            Confidence = Confidence(body),
            Speaker = SpeakerLabel.Read(body, "speaker"),
            Track = body.Integer("track", 1, int.MaxValue),
            Language = Language(body, "language"),
            SourceLanguage = Language(body, "source_language"),
            TranslationStatus = status,
        };
    }

    private static int? Time(FieldReader body, string name)
    {
        if (body.Value(name) is null) body.Fault("missing", name, $"'{name}' is missing: only tokens of a translation have no time.");
        return body.Integer(name, 0, LatestMs);
    }

    private static double Confidence(FieldReader body)
    {
        const string Field = "confidence";
        if (body.Value(Field) is not { } value) return 1;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= 1) return number;
        body.Fault("invalid_value", Field, $"'{Field}' must be a number from 0 to 1.");
        return 1;
    }

    private static string? Language(FieldReader body, string name)
    {
        const int Longest = 16;
        if (body.Text(name, Longest) is not { } language) return null;
        if (language.Length > 0 && language.All(character => char.IsAsciiLetter(character) || character == '-')) return language;
        body.Fault("invalid_value", name, $"'{name}' must be the code of a language, such as en.");
        return null;
    }

    private static TranslationStatus? Status(FieldReader body)
    {
        const string Field = "translation_status";
        switch (body.Text(Field))
        {
            case null:
                return null;
            case "none":
                return TranslationStatus.None;
            case "original":
                return TranslationStatus.Original;
            case "translation":
                return TranslationStatus.Translation;
            default:
                body.Fault("invalid_value", Field, $"'{Field}' must be none, original or translation.");
                return null;
        }
    }
}
