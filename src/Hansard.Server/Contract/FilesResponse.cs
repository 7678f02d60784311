using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>A page of files, newest first.</summary>
internal sealed record FilesResponse(
    IReadOnlyList<FileResponse> Files,
    [property: Description("For the next page; null on the last.")] string? NextPageCursor);
