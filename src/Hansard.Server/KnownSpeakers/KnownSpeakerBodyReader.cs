using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Http;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Checks the body of <c>POST /v1/known-speakers</c>, all of it at once.</summary>
internal static class KnownSpeakerBodyReader
{
    /// <summary>The location of file_id in validation errors.</summary>
    public const string FileLocation = $"{JsonBody.Root}.{FileId}";

    /// <summary>The location of transcription_id in validation errors.</summary>
    public const string TranscriptionLocation = $"{JsonBody.Root}.{TranscriptionId}";

    /// <summary>The location of speaker in validation errors.</summary>
    public const string SpeakerLocation = $"{JsonBody.Root}.{Speaker}";

    private const string FileId = "file_id";
    private const string From = "from_ms";
    private const string To = "to_ms";
    private const string TranscriptionId = "transcription_id";
    private const string Speaker = "speaker";

    /// <param name="json">An object.</param>
    /// <exception cref="ApiException">Something is wrong; every fault is named.</exception>
    public static NewKnownSpeaker Read(JsonElement json)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var name = ReadName(body);
        var source = ReadSource(body);
        var consent = body.Text("consent", KnownSpeakerBody.MaximumConsent)?.Trim() ?? "";
        if (consent.Any(char.IsControl)) body.Fault("invalid_value", "consent", "'consent' is one line, without control characters.");
        return errors.Count == 0 ? new NewKnownSpeaker(name, source!, consent) : throw ApiException.Invalid(errors);
    }

    private static string ReadName(FieldReader body)
    {
        const string Name = "name";
        if (body.RequiredText(Name, KnownSpeakerBody.MaximumName) is not { } text) return "";
        var name = PersonName.Of(text);
        if (PersonName.Fault(name) is { } fault) body.Fault("invalid_value", Name, fault);
        return name;
    }

    private static VoiceSource? ReadSource(FieldReader body)
    {
        var (hasFile, hasTranscription) = (body.Value(FileId) is not null, body.Value(TranscriptionId) is not null);
        if (hasFile == hasTranscription)
        {
            body.Fault(
                hasFile ? "conflict" : "missing", FileId,
                $"Send either '{FileId}', or '{TranscriptionId}' with '{Speaker}'{(hasFile ? ", not both" : "")}.");
        }

        var file = ReadFile(body, hasFile);
        var transcription = ReadTranscription(body, hasTranscription);
        return hasFile ? file : transcription;
    }

    private static FileSource? ReadFile(FieldReader body, bool isSource)
    {
        var id = ReadId(body, FileId, "of a file: upload it first, and send the id of the answer");
        var from = body.Integer(From, 0, int.MaxValue);
        var to = body.Integer(To, 0, int.MaxValue);
        foreach (var name in (string[])[From, To])
            if (body.Value(name) is not null && !isSource) body.Fault("conflict", name, $"'{name}' has no meaning without '{FileId}'.");
        if (to <= (from ?? 0)) body.Fault("invalid_value", To, $"'{To}' must be greater than '{From}'.");
        return id is null ? null : new FileSource(id, Time(from), Time(to));
    }

    private static TranscriptionSource? ReadTranscription(FieldReader body, bool isSource)
    {
        var id = ReadId(body, TranscriptionId, "of a transcription: GET /v1/transcriptions lists those that there are");
        var speaker = isSource
            ? body.RequiredText(Speaker, TranscriptionBody.MaximumShort)
            : body.Text(Speaker, TranscriptionBody.MaximumShort);
        if (speaker is not null && !isSource) body.Fault("conflict", Speaker, $"'{Speaker}' has no meaning without '{TranscriptionId}'.");
        return id is null || speaker is null ? null : new TranscriptionSource(id, speaker);
    }

    private static string? ReadId(FieldReader body, string name, string whose)
    {
        if (body.Text(name, TranscriptionBody.MaximumShort) is not { } text) return null;
        if (ResourceId.Parse(text) is { } id) return id;
        body.Fault("invalid_value", name, $"'{name}' is not the id {whose}.");
        return null;
    }

    private static TimeSpan? Time(int? milliseconds) => milliseconds is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
