using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/alignments</c>, beside the fields of <see cref="TranscriptionBody"/>.</summary>
[Description("The recording, the model and the rest as for POST /v1/transcriptions, but for translation; and the text.")]
internal sealed record AlignmentBody
{
    /// <summary>Characters of the text: three hours of speech.</summary>
    public const int MaximumText = 200_000;

    [Description("A model that GET /v1/models lists."), MaxLength(TranscriptionBody.MaximumModel)]
    public required string Model { get; init; }

    [Description("http or https. Fetched when the job runs."), MaxLength(TranscriptionBody.MaximumAudioUrl)]
    public string? AudioUrl { get; init; }

    [Description("An uploaded file.")]
    public string? FileId { get; init; }

    [Description("All that is said in the recording. White space of any kind and length counts as one space."), MaxLength(MaximumText)]
    public required string Text { get; init; }

    [Description("Its language, ISO 639-1. When absent: found out by the sound."), MaxLength(TranscriptionBody.MaximumCode)]
    public string? Language { get; init; }
}

/// <summary>The alignment of a text with its recording: how far it has come, and the words with their times.</summary>
internal sealed record AlignmentResponse
{
    [Description("A UUID, also of the transcription that holds the text: its transcript can be got as subtitles, cancelled and deleted.")]
    public required string Id { get; init; }

    [Description("queued, processing, completed or error.")]
    public required string Status { get; init; }

    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("Null until processing has begun.")]
    public required long? AudioDurationMs { get; init; }

    [Description("As of a transcription.")]
    public required string? ErrorType { get; init; }

    [Description("As of a transcription.")]
    public required string? ErrorMessage { get; init; }

    [Description("All words of the text, in order; null until it is completed.")]
    public required IReadOnlyList<AlignedWordEntry>? Words { get; init; }

    [Description("What was heard and is not in the text; null until it is completed.")]
    public required IReadOnlyList<SpeechWithoutTextEntry>? SpeechWithoutText { get; init; }
}

/// <summary>A word of a text that was aligned.</summary>
internal sealed record AlignedWordEntry
{
    [Description("With its punctuation.")]
    public required string Text { get; init; }

    [Description("Milliseconds from the start of the recording; of a word that is not said, where it would be.")]
    public required long StartMs { get; init; }

    [Description("Not before the start.")]
    public required long EndMs { get; init; }

    [Description("0 to 1; 0 for a word that is not said.")]
    public required double Confidence { get; init; }

    [Description("False for a word that the recording lacks.")]
    public required bool Said { get; init; }
}

/// <summary>Speech that a text lacks.</summary>
internal sealed record SpeechWithoutTextEntry
{
    [Description("Milliseconds from the start of the recording.")]
    public required long StartMs { get; init; }

    [Description("Not before the start.")]
    public required long EndMs { get; init; }

    [Description("The words that were recognised.")]
    public required string Text { get; init; }
}
