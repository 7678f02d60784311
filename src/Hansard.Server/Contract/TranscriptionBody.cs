using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/transcriptions</c>. Only described here: <see cref="TranscriptionBodyReader"/> reads it.</summary>
[Description("Exactly one of audio_url and file_id. Null counts as absent, and unknown fields are ignored.")]
internal sealed record TranscriptionBody
{
    [Description("A model that GET /v1/models lists."), MaxLength(TranscriptionBodyReader.MaximumModel)]
    public required string Model { get; init; }

    [Description("http or https. Fetched when the job runs."), MaxLength(TranscriptionBodyReader.MaximumAudioUrl)]
    public string? AudioUrl { get; init; }

    [Description("An uploaded file.")]
    public string? FileId { get; init; }

    [Description("Codes of ISO 639, each at most 10 characters."), MaxLength(TranscriptionBodyReader.MaximumHints)]
    public IReadOnlyList<string>? LanguageHints { get; init; }

    [Description("Only the hinted languages may be recognised.")]
    public bool? LanguageHintsStrict { get; init; }

    [Description("Every token gets its language.")]
    public bool? EnableLanguageIdentification { get; init; }

    [Description("Every token gets its speaker.")]
    public bool? EnableSpeakerDiarization { get; init; }

    [Description("An extension: how many speakers there are. Found out when absent; no meaning without enable_speaker_diarization."), Range(1, TranscriptionBodyReader.MaximumSpeakers)]
    public int? NumSpeakers { get; init; }

    [Description("A string, or an object with any of general [{key, value}], text, terms [string], translation_terms [{source, target}]. At most 10,000 characters in all, whatever else is in it included.")]
    public JsonElement? Context { get; init; }

    [Description("{\"type\": \"one_way\", \"target_language\"} or {\"type\": \"two_way\", \"language_a\", \"language_b\"}.")]
    public TranslationBody? Translation { get; init; }

    [Description("http or https. Told of the end of the job."), MaxLength(TranscriptionBodyReader.MaximumShort)]
    public string? WebhookUrl { get; init; }

    [Description("Only together with the value."), MaxLength(TranscriptionBodyReader.MaximumShort)]
    public string? WebhookAuthHeaderName { get; init; }

    [Description("Sent as it is, and never shown again."), MaxLength(TranscriptionBodyReader.MaximumShort)]
    public string? WebhookAuthHeaderValue { get; init; }

    [Description("Your own name for it; need not be unique."), MaxLength(TranscriptionBodyReader.MaximumShort)]
    public string? ClientReferenceId { get; init; }
}
