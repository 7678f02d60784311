using System.ComponentModel;
using Hansard.Server.Files;
using Hansard.Server.Storage;

namespace Hansard.Server.Contract;

/// <summary>A stored file.</summary>
internal sealed record FileResponse
{
    [Description("A UUID.")]
    public required string Id { get; init; }

    [Description("The last path segment of the filename that was sent.")]
    public required string Filename { get; init; }

    [Description("In bytes.")]
    public required long Size { get; init; }

    [Description("UTC, ISO 8601.")]
    public required string CreatedAt { get; init; }

    [Description("Your own name for it, or null.")]
    public required string? ClientReferenceId { get; init; }

    /// <summary>What the API shows of a row.</summary>
    public static FileResponse From(FileRow row) => new()
    {
        Id = row.Id,
        Filename = row.Filename,
        Size = row.Size,
        CreatedAt = Timestamp.ToIso(row.CreatedAt),
        ClientReferenceId = row.ClientReferenceId,
    };
}
