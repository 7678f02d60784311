namespace Hansard.Server.Projects;

/// <summary>Projects and their keys.</summary>
internal interface IProjectStore
{
    /// <summary>The project that a key belongs to, and the key's name; null when the key is unknown or revoked.</summary>
    KeyHolder? Authenticate(string key);

    /// <summary>The project of that name; null when there is none.</summary>
    Project? Find(string name);

    /// <summary>The project of that id; null when there is none.</summary>
    Project? OfId(string id);

    /// <summary>The project of that name, created when absent.</summary>
    Task<Project> GetOrCreateAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Makes a key for a project, which is created when absent.</summary>
    /// <returns>The key, which nothing can show again.</returns>
    Task<string> CreateKeyAsync(string project, string name, CancellationToken cancellationToken = default);

    /// <summary>Sees to it that a key which the operator chose is there. A revoked one stays revoked.</summary>
    Task EnsureKeyAsync(string project, string name, string key, CancellationToken cancellationToken = default);

    /// <summary>Tells whether there has ever been a key.</summary>
    bool HasKeys();

    /// <summary>All keys, by project and age.</summary>
    IReadOnlyList<ApiKeyInfo> Keys();

    /// <summary>Makes a key invalid from now on.</summary>
    /// <returns>False when no valid key has that id.</returns>
    Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default);
}

/// <summary>A key's record, without the key, which is shown only once.</summary>
/// <param name="Id">A UUID, to revoke it by.</param>
/// <param name="Project">The name of its project.</param>
/// <param name="Name">The name that its maker gave it.</param>
/// <param name="Hint">Its first characters.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="RevokedAt">The same; null while it is valid.</param>
internal sealed record ApiKeyInfo(string Id, string Project, string Name, string Hint, long CreatedAt, long? RevokedAt);
