namespace Hansard.Server.ModelDownloads;

/// <summary>A file to download, and the place that it goes to.</summary>
/// <param name="Address">Address of the file.</param>
/// <param name="Path">Path of the whole file; a part of it is beside it, with <c>.partial</c> after the name.</param>
/// <param name="Name">Name of the file in progress and errors.</param>
/// <param name="Sha256">Hash that it has to have, in lower-case hex; null: any.</param>
/// <param name="Size">Bytes that it has to have; null: any number.</param>
internal sealed record RemoteFile(Uri Address, string Path, string Name, string? Sha256, long? Size);
