namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>A file of a model on a hub.</summary>
/// <param name="Path">Relative to the model, with forward slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">In lower-case hex; null for small files, which the hub does not keep apart.</param>
internal sealed record HubFile(string Path, long? Size, string? Sha256);
