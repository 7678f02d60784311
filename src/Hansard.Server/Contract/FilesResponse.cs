using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of files, newest first.</summary>
internal sealed record FilesResponse(
    [property: Description("The newest first.")] IReadOnlyList<FileResponse> Files,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);

/// <summary>The address at which a file's bytes can be read.</summary>
internal sealed record FileUrlResponse(
    [property: Description("Signed: good for an hour, for whoever has it. Ranges are answered.")] string Url);

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
}
