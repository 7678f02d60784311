using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.KnownSpeakers;

namespace Hansard.Server.Revisions;

/// <summary>A correction, as a client sent it. At most one of the texts is there.</summary>
/// <param name="Base">Number of the revision that was corrected; 0: the original.</param>
/// <param name="Passages">The corrected text, null where it was not sent so.</param>
/// <param name="Tokens">The corrected tokens, null where they were not sent.</param>
/// <param name="SpeakerNames">Names by speaker; null: those of the base.</param>
/// <param name="Confirmed">Words that were found right, in the order of their times; null: none.</param>
internal sealed record SentRevision(
    int Base,
    IReadOnlyList<CorrectedPassage>? Passages,
    IReadOnlyList<TranscriptToken>? Tokens,
    IReadOnlyDictionary<string, string>? SpeakerNames,
    IReadOnlyList<ConfirmedWord>? Confirmed);

/// <summary>Reads the body of <c>POST /v1/transcriptions/{id}/revisions</c>.</summary>
internal static class RevisionBodyReader
{
    private const string Texts = "text, segments or tokens";

    private static readonly string[] TextFields = ["text", "segments", "tokens"];

    /// <summary>Names that a revision has at most.</summary>
    public const int MaximumNames = 100;

    /// <param name="json">An object.</param>
    /// <exception cref="ApiException">Something is wrong; every fault is named.</exception>
    public static SentRevision Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var number = body.Integer("base", 0, int.MaxValue);
        if (body.Value("base") is null)
            body.Fault("missing", "base", "'base' is missing: the revision that was corrected, 0 for the original.");
        var text = body.Text("text", RevisionBody.MaximumText);
        var segments = ReadSegments(body, errors);
        var tokens = RevisionTokens.Read(body, errors);
        var names = ReadNames(body);
        var confirmed = ConfirmedWords.Read(body, errors);
        var sent = TextFields.Count(name => body.Value(name) is not null);
        if (sent > 1) body.Fault("conflict", "text", $"The corrected text is sent as {Texts}: send one of them.");
        if (sent == 0 && body.Value("speaker_names") is null && body.Value("confirmed") is null)
            body.Fault("missing", "text", $"Nothing is corrected: send {Texts}, or speaker_names, or confirmed.");
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        return new SentRevision(number ?? 0, text is null ? segments : [new CorrectedPassage(text)], tokens, names, confirmed);
    }

    private static List<CorrectedPassage>? ReadSegments(FieldReader body, ValidationErrors errors)
    {
        const string Name = "segments";
        if (body.Items(Name) is not { ValueKind: JsonValueKind.Array } items) return null;
        if (items.GetArrayLength() > RevisionBody.MaximumSegments)
        {
            body.Fault("too_long", Name, $"'{Name}' has more than {RevisionBody.MaximumSegments:N0} entries.");
            return null;
        }
        List<CorrectedPassage> segments = [];
        foreach (var (index, item) in items.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                body.Fault("invalid_type", $"{Name}.{index}", $"'{Name}.{index}' must be an object with text and, perhaps, speaker.");
                continue;
            }
            var segment = new FieldReader(item, body.LocationOf($"{Name}.{index}"), errors);
            segments.Add(new CorrectedPassage(
                segment.RequiredText("text", RevisionBody.MaximumText) ?? "", SpeakerLabel.Read(segment, "speaker")));
        }
        return segments;
    }

    /// <summary>Reads names by speaker; null when absent or wrong.</summary>
    public static Dictionary<string, string>? ReadNames(FieldReader body)
    {
        const string Name = "speaker_names";
        if (body.Value(Name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            body.Fault("invalid_type", Name, $"'{Name}' must be an object of names by speaker.");
            return null;
        }
        Dictionary<string, string> names = [];
        foreach (var member in value.EnumerateObject())
        {
            if (names.Count == MaximumNames)
            {
                body.Fault("too_long", Name, $"'{Name}' has more than {MaximumNames} names.");
                break;
            }
            if (!SpeakerLabel.IsOne(member.Name))
            {
                body.Fault("invalid_value", Name, $"'{Name}' has a name for what is no speaker: these are 1, 2, …");
                continue;
            }
            var field = $"{Name}.{member.Name}";
            if (body.Text(member.Value, field) is not { } text) continue;
            names[member.Name] = CheckName(body, field, text);
        }
        return names;
    }

    /// <summary>Reads a name, and notes what is wrong with it.</summary>
    public static string CheckName(FieldReader body, string field, string text)
    {
        var name = PersonName.Of(text);
        if (PersonName.Fault(name) is { } fault) body.Fault("invalid_value", field, fault);
        return name;
    }
}
