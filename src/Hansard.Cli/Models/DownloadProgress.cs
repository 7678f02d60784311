namespace Hansard.Cli.Models;

/// <summary>How far a download is.</summary>
/// <param name="File">The path of the file in its model.</param>
/// <param name="Received">Bytes that are here, those of earlier runs included.</param>
/// <param name="Total">Bytes of the whole file; null: the server does not say.</param>
/// <param name="Trouble">Why it is being tried again; null: it runs.</param>
internal sealed record DownloadProgress(string File, long Received, long? Total, string? Trouble = null);
