using System.Text.Json;
using Hansard.Engine.Transcripts.Import;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Revisions;

/// <summary>Makes a revision of a text that was made elsewhere.</summary>
internal static class RevisionImport
{
    /// <summary>Hansard's own form, with tokens.</summary>
    public const string Json = "json";

    /// <summary>The other formats, by name.</summary>
    public static IReadOnlyDictionary<string, TextImportFormat> Texts { get; } = new Dictionary<string, TextImportFormat>
    {
        ["srt"] = TextImportFormat.Srt,
        ["vtt"] = TextImportFormat.Vtt,
        ["txt"] = TextImportFormat.Txt,
    };

    /// <param name="file">As it was sent.</param>
    /// <param name="former">The revision that it takes the place of.</param>
    /// <param name="row">The transcription.</param>
    /// <param name="alignment">Finds in the recording when words are said.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <exception cref="ApiException">The file is not in its format, or of another recording; the line is named.</exception>
    public static async Task<ImportedTranscript> ReadAsync(
        ImportedFile file, StoredTranscript former, TranscriptionRow row, RevisionAlignment alignment, CancellationToken cancellationToken)
    {
        try
        {
            var times = ImportedTimes.Of(row);
            if (!Texts.TryGetValue(file.Format, out var kind)) return ReadTokens(file.Text, times);
            var passages = TextImport.Read(file.Text, kind);
            var warning = times.Check(passages);
            var recognised = former.ToTranscript(row);
            var names = (former.Speakers(row) ?? []).Where(speaker => speaker.Name is not null)
                .ToDictionary(speaker => speaker.Speaker, speaker => speaker.Name!);
            var speakers = ImportedSpeakers.Of(passages, names, recognised.Tokens.Select(token => token.Speaker).OfType<string>());
            var corrected = TranscriptImport.Apply(recognised, passages, speakers.Labels);
            var aligned = corrected with { Tokens = await alignment.AlignAsync(row, corrected, cancellationToken) };
            var tokens = TranscriptImport.Fit(aligned, passages).Tokens;
            return new ImportedTranscript(StoredTranscript.Of(tokens) with { SpeakerNamesJson = NamesJson(speakers.Names) }, warning);
        }
        catch (TextImportException fault)
        {
            throw ApiException.Invalid("invalid_value", $"body.{fault.Line}", fault.Message);
        }
    }

    private static ImportedTranscript ReadTokens(string text, ImportedTimes times)
    {
        using var json = Parse(text);
        JsonText.Check(json.RootElement, JsonBody.Root);
        var errors = new ValidationErrors();
        var body = new FieldReader(json.RootElement, JsonBody.Root, errors);
        var tokens = RevisionTokens.Read(body, errors);
        if (errors.Count == 0 && tokens is not { Count: > 0 })
            body.Fault("missing", "tokens", "'tokens' is missing, or empty: this is no transcript of Hansard.");
        var names = Names(json.RootElement, body);
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        var warning = times.Check(tokens!);
        return new ImportedTranscript(StoredTranscript.Of(tokens!) with { SpeakerNamesJson = NamesJson(names) }, warning);
    }

    // The API has names in an object, and the program in a list of speakers.
    private static Dictionary<string, string> Names(JsonElement json, FieldReader body)
    {
        if (RevisionBodyReader.ReadNames(body) is { } names) return names;
        Dictionary<string, string> listed = [];
        if (body.Value("speakers") is not { ValueKind: JsonValueKind.Array } speakers) return listed;
        foreach (var speaker in speakers.EnumerateArray().Take(RevisionBodyReader.MaximumNames))
        {
            if (speaker.ValueKind == JsonValueKind.Object && Text(speaker, "speaker") is { } label && SpeakerLabel.IsOne(label)
                && Text(speaker, "name") is { } name)
                listed[label] = RevisionBodyReader.CheckName(body, "speakers", name);
        }
        return listed;
    }

    private static string? Text(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonDocument Parse(string text)
    {
        const int MaximumDepth = 32;
        try
        {
            var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
            throw new TextImportException(1, "A transcript is a JSON object.");
        }
        catch (JsonException fault)
        {
            throw new TextImportException((int)Math.Min(fault.LineNumber ?? 0, int.MaxValue - 1) + 1, "This is not valid JSON.");
        }
    }

    private static string? NamesJson(IReadOnlyDictionary<string, string> names)
        => names.Count == 0 ? null : JsonSerializer.Serialize(names, JsonSettings.Stored);
}
