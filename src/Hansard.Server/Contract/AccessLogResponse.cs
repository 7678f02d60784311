using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of the access log.</summary>
[Description("A page of the access log, the newest first.")]
internal sealed record AccessLogResponse(
    [property: Description("The newest first.")] IReadOnlyList<AccessResponse> Entries,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>A deed.</summary>
[Description("A deed: who did what with what. It has no text, no name of a recording and no secret.")]
internal sealed record AccessResponse
{
    [Description("When it was done, in UTC.")]
    public required string Time { get; init; }

    [Description("Name of the project that it was done in, or its id if it is gone; null: it was about the whole server.")]
    public required string? Project { get; init; }

    [Description("Id of the API key; null: none was sent.")]
    public required string? KeyId { get; init; }

    [Description("Name of the key.")]
    public required string? KeyName { get; init; }

    [Description("Id of the link by which it was read; null: by none.")]
    public required string? ShareId { get; init; }

    [Description("Address that the request came from: that of the last proxy, where there is one.")]
    public required string? Address { get; init; }

    [Description("api, page, link, openai, live, mcp or whisper-asr.")]
    public required string Door { get; init; }

    [Description("read, export, create, change, share or delete. What one reads again within ten minutes is one entry.")]
    public required string Action { get; init; }

    [Description("transcription, transcript, recording, summary, share, known_speaker, term, key, project, model, search or access_log.")]
    public required string Resource { get; init; }

    [Description("Its id; null: it has none, or there are many.")]
    public required string? ResourceId { get; init; }
}
