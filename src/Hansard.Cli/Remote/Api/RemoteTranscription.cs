using System.Text.Json;

namespace Hansard.Cli.Remote.Api;

/// <summary>A transcription. Only Hansard's own servers send the fields that are extensions.</summary>
/// <param name="Raw">All that the server sent.</param>
/// <remarks>Not the server's own record of it, which requires every field of this version.</remarks>
internal sealed record RemoteTranscription(JsonElement Raw)
{
    /// <summary>A UUID.</summary>
    public string Id => Raw.Text("id") ?? "";

    /// <summary>queued, processing, completed or error.</summary>
    public string Status => Raw.Text("status") ?? "";

    /// <summary>Name of the recording.</summary>
    public string Filename => Raw.Text("filename") ?? "";

    /// <summary>The uploaded file.</summary>
    public string? FileId => Raw.Text("file_id");

    /// <summary>The address that the recording was fetched from.</summary>
    public string? AudioUrl => Raw.Text("audio_url");

    /// <summary>As sent.</summary>
    public string Model => Raw.Text("model") ?? "";

    /// <summary>Time of its creation.</summary>
    public DateTimeOffset? CreatedAt => Raw.Time("created_at");

    /// <summary>Length of the recording; null until it is known.</summary>
    public TimeSpan? Duration => Raw.Number("audio_duration_ms") is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    /// <summary>Length of what is transcribed, an extension.</summary>
    public TimeSpan? Transcribed => Raw.Number("transcribed_ms") is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    /// <summary>recognition, diarization or translation, an extension.</summary>
    public string? Stage => Raw.Text("stage");

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId => Raw.Text("client_reference_id");

    /// <summary>The kind of error, for programs.</summary>
    public string? ErrorType => Raw.Text("error_type");

    /// <summary>Sentences on what the transcript lacks, an extension.</summary>
    public IReadOnlyList<string> Warnings => [.. Raw.Texts("warnings").Select(Refusal.Said)];

    /// <summary>True once it has a transcript.</summary>
    public bool IsCompleted => Status == "completed";

    /// <summary>True once nothing more will happen.</summary>
    public bool HasEnded => Status is "completed" or "error";

    /// <summary>The reason why there is no transcript, for people.</summary>
    public string Reason => (Raw.Text("error_message"), ErrorType) switch
    {
        ({ Length: > 0 } message, _) => Refusal.Said(message),
        (_, { Length: > 0 } type) => $"The server tells no more than '{type}'.",
        _ => "The server tells no reason.",
    };
}
