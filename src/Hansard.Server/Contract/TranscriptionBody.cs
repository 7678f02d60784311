using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/transcriptions</c>.</summary>
/// <remarks>Only described here: it is read field by field, so that every fault is named.</remarks>
[Description("Exactly one of audio_url and file_id. Null counts as absent, and unknown fields are ignored.")]
internal sealed record TranscriptionBody
{
    /// <summary>Characters of model.</summary>
    public const int MaximumModel = 32;

    /// <summary>Characters of audio_url.</summary>
    public const int MaximumAudioUrl = 4096;

    /// <summary>Characters of every other text.</summary>
    public const int MaximumShort = 256;

    /// <summary>Items of language_hints.</summary>
    public const int MaximumHints = 100;

    /// <summary>Characters of a language code.</summary>
    public const int MaximumCode = 10;

    /// <summary>The largest num_speakers, min_speakers and max_speakers.</summary>
    public const int MaximumSpeakers = 20;

    /// <summary>The largest priority.</summary>
    public const int MaximumPriority = 9;

    [Description("A model that GET /v1/models lists."), MaxLength(MaximumModel)]
    public required string Model { get; init; }

    [Description("http or https. Fetched when the job runs."), MaxLength(MaximumAudioUrl)]
    public string? AudioUrl { get; init; }

    [Description("An uploaded file.")]
    public string? FileId { get; init; }

    [Description("Codes of ISO 639, each at most 10 characters. Tags that name a script of Chinese, such as zh-TW, zh-CN, zh-Hant or "
        + "zh-Hans, are Chinese, written in that script."),
    MaxLength(MaximumHints)]
    public IReadOnlyList<string>? LanguageHints { get; init; }

    [Description("Only the hinted languages may be recognised.")]
    public bool? LanguageHintsStrict { get; init; }

    [Description("Every token gets its language.")]
    public bool? EnableLanguageIdentification { get; init; }

    [Description("Every token gets its speaker.")]
    public bool? EnableSpeakerDiarization { get; init; }

    [Description("An extension: how many speakers there are. Found out when absent; no meaning without enable_speaker_diarization."),
    Range(1, MaximumSpeakers)]
    public int? NumSpeakers { get; init; }

    [Description("An extension: how many speakers there are at least. Not with num_speakers; no meaning without "
        + "enable_speaker_diarization."),
    Range(1, MaximumSpeakers)]
    public int? MinSpeakers { get; init; }

    [Description("An extension: how many speakers there are at most. Not with num_speakers; no meaning without "
        + "enable_speaker_diarization."),
    Range(1, MaximumSpeakers)]
    public int? MaxSpeakers { get; init; }

    [Description("An extension: speakers who are known speakers of the project are named, and the voices of all are kept, encrypted, for "
        + "as long as the transcription. Implies enable_speaker_diarization. Biometric data: only with the consent of those who speak.")]
    public bool? IdentifySpeakers { get; init; }

    [Description("An extension: which sound track of a film with several, by its number, from 1 on, or its language, such as en; or all, "
        + "for a transcript of each, one after the other, whose tokens have the field track. When absent, the one that the file "
        + "recommends, or if nobody speaks on it, the first on which somebody does.")]
    public JsonElement? AudioTrack { get; init; }

    [Description("An extension: the recording is transcribed from this time on; its start when absent. The times of the tokens stay the "
        + "recording's own, and its length is that of the part."), Range(0, int.MaxValue)]
    public int? AudioStartMs { get; init; }

    [Description("An extension: the recording is transcribed up to this time, which is after audio_start_ms; its end when absent."),
    Range(1, int.MaxValue)]
    public int? AudioEndMs { get; init; }

    [Description("An extension: of the project's recordings that wait, those of a higher priority come first; 0 when absent. It says "
        + "nothing to other projects."), Range(0, MaximumPriority)]
    public int? Priority { get; init; }

    [Description("An extension: whether the terms of the project's vocabulary apply. They do when absent.")]
    public bool? UseVocabulary { get; init; }

    [Description(
        "A string, or an object with any of general [{key, value}], text, terms [string], translation_terms [{source, target}]. At "
        + "most 10,000 characters in all, whatever else is in it included.")]
    public JsonElement? Context { get; init; }

    [Description("{\"type\": \"one_way\", \"target_language\"} or {\"type\": \"two_way\", \"language_a\", \"language_b\"}.")]
    public TranslationBody? Translation { get; init; }

    [Description("http or https. Told of the end of the job."), MaxLength(MaximumShort)]
    public string? WebhookUrl { get; init; }

    [Description("Only together with the value."), MaxLength(MaximumShort)]
    public string? WebhookAuthHeaderName { get; init; }

    [Description("Sent as it is, and never shown again."), MaxLength(MaximumShort)]
    public string? WebhookAuthHeaderValue { get; init; }

    [Description("Your own name for it; need not be unique."), MaxLength(MaximumShort)]
    public string? ClientReferenceId { get; init; }
}

/// <summary>The translation that is wanted: one way, or between two languages.</summary>
internal sealed record TranslationBody
{
    [Description("one_way or two_way.")]
    public required string Type { get; init; }

    [Description("With one_way: what everything is translated into.")]
    public string? TargetLanguage { get; init; }

    [Description("With two_way.")]
    public string? LanguageA { get; init; }

    [Description("With two_way.")]
    public string? LanguageB { get; init; }
}
