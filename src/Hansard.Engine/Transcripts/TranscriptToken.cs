using System.Text.Json.Serialization;

namespace Hansard.Engine.Transcripts;

/// <summary>
/// A piece of a transcript: a word, a part of one, or a punctuation mark. A piece that starts a word begins with a space where
/// the language writes one, so that joining the text of all original tokens gives the transcript's text.
/// </summary>
/// <remarks>The JSON form is the one of the HTTP API: snake_case names, and fields that do not apply are absent.</remarks>
public sealed record TranscriptToken
{
    /// <summary>The piece of text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Start in milliseconds from the start of the recording; absent from translation tokens.</summary>
    [JsonPropertyName("start_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? StartMs { get; init; }

    /// <summary>End in milliseconds, not before the start; absent from translation tokens.</summary>
    [JsonPropertyName("end_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EndMs { get; init; }

    /// <summary>Confidence in this text, 0 to 1.</summary>
    [JsonPropertyName("confidence")]
    public required double Confidence { get; init; }

    /// <summary>"1", "2", … in order of first appearance; absent without diarization.</summary>
    [JsonPropertyName("speaker"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Speaker { get; init; }

    /// <summary>Number of the sound track, from 1 on; absent unless all tracks of a recording with several were asked for.</summary>
    [JsonPropertyName("track"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Track { get; init; }

    /// <summary>
    /// Texts that were also heard in the place of a word whose confidence is low, the likeliest first; empty for others, and unless asked
    /// for (<see cref="TranscriptionOptions.KeepAlternatives"/>). Not a part of the JSON form, which clients know as it is.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>ISO 639-1 code of the language of this text; absent unless asked for.</summary>
    [JsonPropertyName("language"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The language that a translation token was translated from; absent from others.</summary>
    [JsonPropertyName("source_language"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceLanguage { get; init; }

    /// <summary>With translation: none (spoken, not translated), original (spoken, translated) or translation; absent without.</summary>
    [JsonPropertyName("translation_status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TranslationStatus? TranslationStatus { get; init; }
}
