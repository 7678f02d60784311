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
    /// <param name="project">Name of the project.</param>
    /// <param name="name">Name of the key.</param>
    /// <param name="isAdmin">True for a key that opens the settings of the whole server as well.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>The key, which nothing can show again.</returns>
    Task<string> CreateKeyAsync(string project, string name, bool isAdmin = false, CancellationToken cancellationToken = default);

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
internal sealed record ApiKeyInfo
{
    /// <summary>A UUID, to revoke it by.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its project.</summary>
    public required string Project { get; init; }

    /// <summary>The name that its maker gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Its first characters.</summary>
    public required string Hint { get; init; }

    /// <summary>Indicates whether it opens the settings of the whole server as well.</summary>
    public required bool IsAdmin { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The same; null while nobody has used it since that is written down.</summary>
    public long? LastUsedAt { get; init; }

    /// <summary>The same; null while it is valid.</summary>
    public long? RevokedAt { get; init; }
}
