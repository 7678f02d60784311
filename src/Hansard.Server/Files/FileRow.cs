using Hansard.Server.Contract;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>A stored file, as the database has it.</summary>
internal sealed record FileRow
{
    /// <summary>Its place in the order of insertion.</summary>
    public long Seq { get; init; }

    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its bytes' name in the <see cref="IObjectStore"/>.</summary>
    public required string Blob { get; init; }

    /// <summary>Without folders.</summary>
    public required string Filename { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The client's own name for it.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>One of <see cref="RequestSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The file as the API shows it.</summary>
    public FileResponse ToResponse() => new()
    {
        Id = Id,
        Filename = Filename,
        Size = Size,
        CreatedAt = Timestamp.ToIso(CreatedAt),
        ClientReferenceId = ClientReferenceId,
    };
}
