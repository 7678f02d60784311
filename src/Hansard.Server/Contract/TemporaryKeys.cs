using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of <c>POST /v1/auth/temporary-api-key</c>.</summary>
/// <remarks>Only described here: it is read field by field, so that every fault is named.</remarks>
[Description("A key for a program that must not have an API key. Null counts as absent, and unknown fields are ignored.")]
internal sealed record TemporaryKeyBody
{
    /// <summary>The one usage that there is.</summary>
    public const string Usage = "transcribe_websocket";

    /// <summary>The largest expires_in_seconds.</summary>
    public const int MaximumExpiry = 3600;

    /// <summary>The largest max_session_duration_seconds.</summary>
    public const int MaximumSession = 18_000;

    [Description("transcribe_websocket: it opens live sessions.")]
    public required string UsageType { get; init; }

    [Description("After so many seconds it opens nothing any more; what is open goes on."), Range(1, MaximumExpiry)]
    public required int ExpiresInSeconds { get; init; }

    [Description("The name of its sessions in the usage log, in place of what they say themselves."),
    MaxLength(TranscriptionBody.MaximumShort)]
    public string? ClientReferenceId { get; init; }

    [Description("It opens one session.")]
    public bool? SingleUse { get; init; }

    [Description("The longest time of a session."), Range(1, MaximumSession)]
    public int? MaxSessionDurationSeconds { get; init; }
}

/// <summary>A temporary key, which nothing shows again.</summary>
internal sealed record TemporaryKeyResponse(
    [property: Description("Sent in place of an API key when a live session is opened. Of characters that a subprotocol may have.")]
    string ApiKey,
    [property: Description("UTC, ISO 8601. From then on it opens nothing.")] string ExpiresAt);
