using System.Text.Json.Serialization;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Contract;

/// <summary>A message of a live session to its client. What does not apply is absent, never null: clients test for names.</summary>
internal sealed record LiveResponse
{
    /// <summary>Final tokens, then those that may change, in place of all such before.</summary>
    [JsonPropertyName("tokens")]
    public IReadOnlyList<LiveToken> Tokens { get; init; } = [];

    [JsonPropertyName("final_audio_proc_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? FinalAudioProcMs { get; init; }

    [JsonPropertyName("total_audio_proc_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TotalAudioProcMs { get; init; }

    [JsonPropertyName("finished"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Finished { get; init; }

    [JsonPropertyName("error_code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ErrorCode { get; init; }

    [JsonPropertyName("error_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorType { get; init; }

    [JsonPropertyName("error_message"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorMessage { get; init; }

    [JsonPropertyName("more_info"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MoreInfo { get; init; }

    [JsonPropertyName("request_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }
}

/// <summary>A token of a live session.</summary>
internal sealed record LiveToken
{
    /// <summary>The end of an utterance.</summary>
    public static LiveToken End { get; } = new() { Text = "<end>", IsFinal = true };

    /// <summary>The answer to a finalize.</summary>
    public static LiveToken Finalized { get; } = new() { Text = "<fin>", IsFinal = true };

    [JsonPropertyName("text")]
    public required string Text { get; init; }

    [JsonPropertyName("start_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? StartMs { get; init; }

    [JsonPropertyName("end_ms"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EndMs { get; init; }

    [JsonPropertyName("confidence"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Confidence { get; init; }

    [JsonPropertyName("is_final")]
    public required bool IsFinal { get; init; }

    [JsonPropertyName("speaker"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Speaker { get; init; }

    [JsonPropertyName("language"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    [JsonPropertyName("translation_status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TranslationStatus? TranslationStatus { get; init; }

    [JsonPropertyName("source_language"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceLanguage { get; init; }

    /// <summary>A token as the engine gives it.</summary>
    public static LiveToken Of(TranscriptToken token, bool isFinal) => new()
    {
        Text = token.Text,
        StartMs = token.StartMs,
        EndMs = token.EndMs,
        Confidence = token.Confidence,
        IsFinal = isFinal,
        Speaker = token.Speaker,
        Language = token.Language,
        TranslationStatus = token.TranslationStatus,
        SourceLanguage = token.SourceLanguage,
    };
}
