using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Hansard.Engine.Transcripts;

namespace Hansard.Server.Contract;

/// <summary>The body of POST /v1/transcriptions/{id}/shares, for its description; read by hand, so that faults are named.</summary>
[Description("The end of the link, and what it shows. Null counts as absent, and unknown fields are ignored.")]
internal sealed record ShareBody
{
    /// <summary>Days that a link is good for at most.</summary>
    public const int MaximumDays = 365;

    [Description("Days that the link is good for: 7 when absent."), Range(1, MaximumDays)]
    public int? Days { get; init; }

    [Description("The time at which the link ends, in place of days, such as 2026-12-31T17:00:00Z; UTC where it names no other.")]
    public string? ExpiresAt { get; init; }

    [Description("Whether the recording may be heard as well, while its file is stored.")]
    public bool? Audio { get; init; }
}

/// <summary>A transcript, as a link shows it.</summary>
[Description("A transcript, as a link shows it.")]
internal sealed record SharedResponse(
    [property: Description("Of the recording.")] string Filename,
    [property: Description("When the transcription was made, in UTC.")] string CreatedAt,
    [property: Description("When the link ends, in UTC.")] string ExpiresAt,
    [property: Description("Of the recording.")] long AudioDurationMs,
    [property: Description("As of a Transcription, with the names of the newest revision; null where speakers were not told.")]
    IReadOnlyList<SpeakerEntry>? Speakers,
    [property: Description("Serves the recording, in ranges, for an hour and no longer than the link; null where it is not to be heard, or "
        + "not stored any more.")]
    string? AudioUrl,
    [property: Description("What was said.")] string Text,
    [property: Description("Its newest revision.")] IReadOnlyList<TranscriptToken> Tokens);

/// <summary>Links to a transcript that have not expired.</summary>
internal sealed record SharesResponse([property: Description("The newest first.")] IReadOnlyList<ShareResponse> Shares);

/// <summary>A link that shows a transcript to whoever has it. Fields that do not apply are absent.</summary>
[Description("A link that shows a transcript to whoever has it. Fields that do not apply are absent.")]
internal sealed record ShareResponse
{
    [Description("A UUID, to withdraw it by.")]
    public required string Id { get; init; }

    [Description("The page that shows the transcript. Only in the answer that makes the link: nothing can show it again.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    [Description("Whether the recording may be heard as well.")]
    public required bool Audio { get; init; }

    [Description("In UTC.")]
    public required string CreatedAt { get; init; }

    [Description("In UTC; from then on the link shows nothing.")]
    public required string ExpiresAt { get; init; }
}
