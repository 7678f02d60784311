namespace Hansard.Cli.Models;

/// <summary>A download that trying again would not mend.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : IOException(message, inner);
