using Dapper;
using Hansard.Server.Projects;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Projects and their keys.</summary>
internal sealed class ProjectStore(Database database, TimeProvider clock)
{
    /// <summary>The project that a key belongs to; null when the key is unknown or revoked.</summary>
    public Project? Authenticate(string key)
    {
        var digest = ApiKey.Digest(key);
        var rows = database.Read(c => c.Query<(string Digest, string Id, string Name)>(
            """
            SELECT k.digest, p.id, p.name FROM api_keys k JOIN projects p ON p.id = k.project_id
            WHERE k.lookup = @lookup AND k.revoked_at IS NULL
            """,
            new { lookup = ApiKey.Lookup(digest) }));
        Project? found = null;
        foreach (var row in rows)
            if (ApiKey.SameDigest(row.Digest, digest)) found = new Project(row.Id, row.Name);
        return found;
    }

    /// <summary>The project of that name; null when there is none.</summary>
    public Project? Find(string name)
        => database.Read(c => c.QuerySingleOrDefault<Project>("SELECT id Id, name Name FROM projects WHERE name = @name", new { name }));

    /// <summary>The project of that name, created when absent.</summary>
    public Task<Project> GetOrCreateAsync(string name, CancellationToken cancellationToken = default)
        => database.WriteAsync(c => GetOrCreate(c, name), cancellationToken);

    /// <summary>Makes a key for a project, which is created when absent.</summary>
    /// <returns>The key, which nothing can show again.</returns>
    public async Task<string> CreateKeyAsync(string project, string name, CancellationToken cancellationToken = default)
    {
        var key = ApiKey.Generate();
        await database.WriteAsync(c => Insert(c, GetOrCreate(c, project), name, key), cancellationToken);
        return key;
    }

    /// <summary>Sees to it that a key which the operator chose is there. A revoked one stays revoked.</summary>
    public Task EnsureKeyAsync(string project, string name, string key, CancellationToken cancellationToken = default)
        => database.WriteAsync(
            c =>
            {
                var known = c.ExecuteScalar<long>("SELECT count(*) FROM api_keys WHERE digest = @digest", new { digest = ApiKey.Digest(key) });
                if (known == 0) Insert(c, GetOrCreate(c, project), name, key);
            },
            cancellationToken);

    /// <summary>Whether there has ever been a key.</summary>
    public bool HasKeys() => database.Read(c => c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM api_keys)"));

    /// <summary>All keys, by project and age.</summary>
    public IReadOnlyList<ApiKeyInfo> Keys() => database.Read(c => c.Query<ApiKeyInfo>(
        """
        SELECT k.id Id, p.name Project, k.name Name, k.hint Hint, k.created_at CreatedAt, k.revoked_at RevokedAt
        FROM api_keys k JOIN projects p ON p.id = k.project_id ORDER BY p.name, k.created_at, k.id
        """).AsList());

    /// <summary>Makes a key invalid from now on.</summary>
    /// <returns>False when no valid key has that id.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
        => database.WriteAsync(
            c => c.Execute("UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", new { id, now = clock.Milliseconds() }) == 1,
            cancellationToken);

    private Project GetOrCreate(SqliteConnection connection, string name)
    {
        connection.Execute(
            "INSERT INTO projects (id, name, created_at) VALUES (@id, @name, @now) ON CONFLICT (name) DO NOTHING",
            new { id = Guid.CreateVersion7().ToString(), name, now = clock.Milliseconds() });
        return connection.QuerySingle<Project>("SELECT id Id, name Name FROM projects WHERE name = @name", new { name });
    }

    private void Insert(SqliteConnection connection, Project project, string name, string key)
    {
        var digest = ApiKey.Digest(key);
        connection.Execute(
            """
            INSERT INTO api_keys (id, project_id, name, hint, digest, lookup, created_at)
            VALUES (@id, @project, @name, @hint, @digest, @lookup, @now)
            """,
            new
            {
                id = Guid.CreateVersion7().ToString(),
                project = project.Id,
                name,
                hint = ApiKey.Hint(key),
                digest,
                lookup = ApiKey.Lookup(digest),
                now = clock.Milliseconds(),
            });
    }
}
