namespace Hansard.Server.Projects;

/// <summary>A key's record, without the key, which is shown only once.</summary>
/// <param name="Id">A UUID, to revoke it by.</param>
/// <param name="Project">The name of its project.</param>
/// <param name="Name">The name that its maker gave it.</param>
/// <param name="Hint">Its first characters.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="RevokedAt">The same; null while it is valid.</param>
internal sealed record ApiKeyInfo(string Id, string Project, string Name, string Hint, long CreatedAt, long? RevokedAt);
