namespace Hansard.Server.ModelDownloads;

/// <summary>Progress of the download of a file.</summary>
/// <param name="File">The path of the file in its model.</param>
/// <param name="Received">Bytes that are here, those of earlier runs included.</param>
/// <param name="Total">Bytes of the whole file; null: the server does not say.</param>
/// <param name="RetryReason">Reason why it is being tried again; null: it runs.</param>
internal sealed record DownloadProgress(string File, long Received, long? Total, string? RetryReason = null);
