namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>The files of a model on a hub, at one commit.</summary>
/// <param name="Commit">The commit that the revision named meant.</param>
/// <param name="Files">All files.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files);
