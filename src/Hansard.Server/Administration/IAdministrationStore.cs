using Hansard.Server.Projects;

namespace Hansard.Server.Administration;

/// <summary>Projects, keys and jobs of the whole server, for its administrators.</summary>
internal interface IAdministrationStore
{
    /// <summary>Projects that are listed at most.</summary>
    const int Most = 2000;

    /// <summary>The projects, by name.</summary>
    IReadOnlyList<ProjectOverview> Projects();

    /// <summary>The project of that id; null when there is none.</summary>
    ProjectOverview? Project(string id);

    /// <summary>Adds a project.</summary>
    /// <returns>Null when there is one of that name.</returns>
    Task<Project?> AddProjectAsync(string name, CancellationToken cancellationToken);

    /// <summary>The keys of a project, the oldest first.</summary>
    IReadOnlyList<ApiKeyInfo> Keys(string project);

    /// <summary>Adds a key to a project.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="name">Name of the key.</param>
    /// <param name="isAdmin">True for an administrator's.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Null when there is no such project.</returns>
    Task<IssuedKey?> AddKeyAsync(string project, string name, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Makes a key of a project invalid.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="id">Of the key.</param>
    /// <param name="evenLast">True to revoke the last administrator's key as well.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task<Revocation> RevokeAsync(string project, string id, bool evenLast, CancellationToken cancellationToken);

    /// <summary>Notes when keys were last used.</summary>
    /// <param name="uses">Milliseconds since 1970 UTC, by ids of keys.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    Task RecordUsesAsync(IReadOnlyDictionary<string, long> uses, CancellationToken cancellationToken);

    /// <summary>The jobs that have not ended.</summary>
    WorkOverview Work();
}

/// <summary>A key that was just made.</summary>
/// <param name="Info">Its record.</param>
/// <param name="Secret">The key, which nothing can show again.</param>
internal sealed record IssuedKey(ApiKeyInfo Info, string Secret);

/// <summary>The outcome of revoking a key.</summary>
internal enum Revocation
{
    /// <summary>The key is not valid any more.</summary>
    Revoked,

    /// <summary>The project has no valid key of that id.</summary>
    NotFound,

    /// <summary>The key is the last administrator's, and stays.</summary>
    LastAdministrator,
}
