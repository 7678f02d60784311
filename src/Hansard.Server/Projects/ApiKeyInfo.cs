namespace Hansard.Server.Projects;

/// <summary>What is known of a key once it has been shown: everything but the key.</summary>
/// <param name="Id">A UUID, to revoke it by.</param>
/// <param name="Project">The name of its project.</param>
/// <param name="Name">What its maker called it.</param>
/// <param name="Hint">Its first characters.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="RevokedAt">The same; null while it is valid.</param>
internal sealed record ApiKeyInfo(string Id, string Project, string Name, string Hint, long CreatedAt, long? RevokedAt);
