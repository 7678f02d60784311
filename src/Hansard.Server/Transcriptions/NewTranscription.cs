using Hansard.Server.Contract;
using Hansard.Server.Jobs;

namespace Hansard.Server.Transcriptions;

/// <summary>A transcription that a client asks for, checked but for its file.</summary>
internal sealed record NewTranscription
{
    /// <summary>As the client named it.</summary>
    public required string Model { get; init; }

    /// <summary>Either this …</summary>
    public SentUrl? AudioUrl { get; init; }

    /// <summary>… or this.</summary>
    public string? FileId { get; init; }

    /// <summary>The options of the transcription.</summary>
    public required TranscriptionRequest Request { get; init; }

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>URL that is told of the transcription's end.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>A header to tell it with.</summary>
    public string? WebhookAuthHeaderName { get; init; }

    /// <summary>Its value.</summary>
    public string? WebhookAuthHeaderValue { get; init; }

    /// <summary>Sentences on what is not done as asked.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>JSON array of the tags that people gave a former one; null: none.</summary>
    public string? TagsJson { get; init; }

    /// <summary>Notes that people made of a former one.</summary>
    public string? Notes { get; init; }

    /// <summary>One of <see cref="RequestSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the protocol that it comes by, for metrics; null: the API.</summary>
    public string? Door { get; init; }

    /// <summary>Within its project, the higher comes first.</summary>
    public int Priority { get; init; }

    /// <summary>Somebody waits for its end: it comes before others of its project.</summary>
    public bool IsWaitedFor { get; init; }
}
