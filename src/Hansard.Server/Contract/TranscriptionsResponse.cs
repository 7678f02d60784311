using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Contract;

/// <summary>A page of transcriptions, newest first.</summary>
internal sealed record TranscriptionsResponse(
    [property: Description("The newest first.")] IReadOnlyList<TranscriptionResponse> Transcriptions,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>A transcription: what was asked for, and how far it has come.</summary>
internal sealed record TranscriptionResponse
{
    [Description("A UUID.")]
    public required string Id { get; init; }

    [Description("queued, processing, completed or error.")]
    public required string Status { get; init; }

    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("As sent.")]
    public required string Model { get; init; }

    [Description("As sent.")]
    public required string? AudioUrl { get; init; }

    [Description("The uploaded file, which may have been deleted since.")]
    public required string? FileId { get; init; }

    [Description("Of the upload, or the last path segment of the URL, or its host.")]
    public required string Filename { get; init; }

    [Description("As sent.")]
    public required IReadOnlyList<string>? LanguageHints { get; init; }

    [Description("As sent; false when not sent, true where identify_speakers asks for it.")]
    public required bool EnableSpeakerDiarization { get; init; }

    [Description("As sent; false when not sent.")]
    public required bool EnableLanguageIdentification { get; init; }

    [Description("Null until processing has begun.")]
    public required long? AudioDurationMs { get; init; }

    [Description("Why there is no transcript, for programs: invalid_audio_file, max_duration_reached, audio_url_failed, limit_exceeded, "
        + "translation_failed, model_unavailable, file_missing, cancelled or internal_error.")]
    public required string? ErrorType { get; init; }

    [Description("Why there is no transcript, for people.")]
    public required string? ErrorMessage { get; init; }

    [Description("As sent.")]
    public required string? WebhookUrl { get; init; }

    [Description("As sent.")]
    public required string? WebhookAuthHeaderName { get; init; }

    [Description("Always masked.")]
    public required string? WebhookAuthHeaderValue { get; init; }

    [Description("What the webhook's receiver last answered; null until sent.")]
    public required int? WebhookStatusCode { get; init; }

    [Description("As sent.")]
    public required string? ClientReferenceId { get; init; }

    [Description("In the form sent: an object or a string.")]
    public required JsonElement? Context { get; init; }

    [Description("An extension, as sent: where the part of the recording begins that is transcribed; null: at its beginning.")]
    public required long? AudioStartMs { get; init; }

    [Description("An extension, as sent: where that part ends; null: at the recording's end.")]
    public required long? AudioEndMs { get; init; }

    [Description("An extension, as sent: of the project's recordings that wait, those of a higher priority come first; 0 when not sent.")]
    public required int Priority { get; init; }

    [Description(
        "An extension: 1 for the recording that comes next, estimated, while it is queued; otherwise, or while nobody knows, null.")]
    public required long? QueuePosition { get; init; }

    [Description("An extension: when it may begin, UTC, ISO 8601, estimated, while it is queued; otherwise, or while nobody knows, null.")]
    public required string? ExpectedStart { get; init; }

    [Description("An extension: how much of the recording is transcribed; null while it is queued.")]
    public required long? TranscribedMs { get; init; }

    [Description("An extension: recognition, diarization or translation while it is being processed; otherwise null.")]
    public required string? Stage { get; init; }

    [Description(
        "An extension: the speakers of a completed transcript, in the order of their numbers, and with identify_speakers who they may be; "
        + "null before, and without enable_speaker_diarization.")]
    public required IReadOnlyList<SpeakerEntry>? Speakers { get; init; }

    [Description(
        "An extension: the sound tracks whose transcripts follow each other, with audio_track all and a recording that has several; "
        + "otherwise null.")]
    public required IReadOnlyList<TrackEntry>? Tracks { get; init; }

    [Description("An extension: labels that people gave it.")]
    public required IReadOnlyList<string> Tags { get; init; }

    [Description("An extension: notes that people made.")]
    public required string Notes { get; init; }

    [Description("An extension: counts the changes that people made, of tags, notes and the text; to be sent with the next one.")]
    public required long Version { get; init; }

    [Description("An extension: number of the newest revision of its transcript, that is of a corrected one; 0: there is none.")]
    public required long Revision { get; init; }

    [Description(
        "An extension: what the transcript lacks or was done otherwise than asked, a sentence each, such as that the recording is cut "
        + "off; null when there is nothing to say.")]
    public required IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>A speaker of a transcript. Fields that do not apply are absent.</summary>
[Description("A speaker of a transcript. Fields that do not apply are absent.")]
internal sealed record SpeakerEntry
{
    [Description("As on the tokens: 1, 2, …")]
    public required string Speaker { get; init; }

    [Description("The sound track on which the speaker is heard; only with audio_track all.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Track { get; init; }

    [Description("The known speaker whose voice this may be; absent where it is not sure enough to say so.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [Description("How sure that is, from 0.5 to 1; only with a name.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Certainty { get; init; }
}

/// <summary>A transcript: the text, and its pieces in order of time.</summary>
/// <remarks>Only described here: the stored JSON is sent as it is.</remarks>
internal sealed record TranscriptResponse(
    [property: Description("The transcription's.")] string Id,
    [property: Description("The spoken text: all tokens but translations joined.")] string Text,
    [property: Description("Words, parts of words and punctuation marks; with translation, each sentence's translation after it.")]
    IReadOnlyList<TranscriptToken> Tokens)
{
    [Description("An extension, only where a revision is asked for: its number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Revision { get; init; }

    [Description("An extension, only where a revision is asked for: the names that people gave, by speaker.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? SpeakerNames { get; init; }
}

/// <summary>A sound track of a recording that has several. Fields that do not apply are absent.</summary>
[Description("A sound track of a recording that has several. Fields that do not apply are absent.")]
internal sealed record TrackEntry
{
    [Description("As on the tokens: from 1 on, in the order of the file.")]
    public required int Track { get; init; }

    [Description("The language that the file states, which need not be the one spoken.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    [Description("Such as Commentary.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }
}
