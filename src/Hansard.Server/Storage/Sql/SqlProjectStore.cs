using System.Data.Common;
using Dapper;
using Hansard.Server.Projects;

namespace Hansard.Server.Storage.Sql;

/// <summary>Projects and their keys as rows.</summary>
internal sealed class SqlProjectStore(ISqlDatabase database, TimeProvider clock) : IProjectStore
{
    /// <summary>Reads keys as <see cref="ApiKeyInfo"/>, of k with their project p.</summary>
    public const string KeyColumns =
        """
        SELECT k.id Id, p.name Project, k.name Name, k.hint Hint, k.is_admin IsAdmin, k.created_at CreatedAt,
            k.last_used_at LastUsedAt, k.revoked_at RevokedAt
        FROM api_keys k JOIN projects p ON p.id = k.project_id
        """;

    /// <inheritdoc />
    public KeyHolder? Authenticate(string key)
    {
        var digest = ApiKey.Digest(key);
        var rows = database.Read(c => c.Query<(string Digest, string Id, string Name, string KeyId, string KeyName, bool IsAdmin)>(
            """
            SELECT k.digest, p.id, p.name, k.id, k.name, k.is_admin FROM api_keys k JOIN projects p ON p.id = k.project_id
            WHERE k.lookup = @lookup AND k.revoked_at IS NULL
            """,
            new { lookup = ApiKey.Lookup(digest) }));
        KeyHolder? found = null;
        foreach (var row in rows)
        {
            if (!ApiKey.SameDigest(row.Digest, digest)) continue;
            found = new KeyHolder(new Project(row.Id, row.Name), row.KeyName) { KeyId = row.KeyId, IsAdministrator = row.IsAdmin };
        }

        return found;
    }

    /// <inheritdoc />
    public bool IsValid(string keyId) => database.Read(c => c.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM api_keys WHERE id = @keyId AND revoked_at IS NULL)", new { keyId }));

    /// <inheritdoc />
    public Project? Find(string name)
        => database.Read(c => c.QuerySingleOrDefault<Project>("SELECT id Id, name Name FROM projects WHERE name = @name", new { name }));

    /// <inheritdoc />
    public Project? OfId(string id)
        => database.Read(c => c.QuerySingleOrDefault<Project>("SELECT id Id, name Name FROM projects WHERE id = @id", new { id }));

    /// <inheritdoc />
    public Task<Project> GetOrCreateAsync(string name, CancellationToken cancellationToken = default)
        => database.WriteAsync(c => GetOrCreate(c, name), cancellationToken);

    /// <inheritdoc />
    public async Task<string> CreateKeyAsync(
        string project, string name, bool isAdmin = false, CancellationToken cancellationToken = default)
    {
        var key = ApiKey.Generate();
        await database.WriteAsync(c => Insert(c, GetOrCreate(c, project), name, key, isAdmin, clock.Milliseconds()), cancellationToken);
        return key;
    }

    /// <inheritdoc />
    public Task EnsureKeyAsync(string project, string name, string key, CancellationToken cancellationToken = default)
        => database.WriteAsync(
            c =>
            {
                var known = c.ExecuteScalar<long>(
                    "SELECT count(*) FROM api_keys WHERE digest = @digest", new { digest = ApiKey.Digest(key) });
                if (known == 0) Insert(c, GetOrCreate(c, project), name, key, isAdmin: false, clock.Milliseconds());
            },
            cancellationToken);

    /// <inheritdoc />
    public bool HasKeys() => database.Read(c => c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM api_keys)"));

    /// <inheritdoc />
    public IReadOnlyList<ApiKeyInfo> Keys()
        => database.Read(c => c.Query<ApiKeyInfo>($"{KeyColumns} ORDER BY p.name, k.created_at, k.id").AsList());

    /// <inheritdoc />
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
        => database.WriteAsync(
            c => c.Execute(
                "UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL",
                new { id, now = clock.Milliseconds() }) == 1,
            cancellationToken);

    private Project GetOrCreate(DbConnection connection, string name)
    {
        connection.Execute(
            "INSERT INTO projects (id, name, created_at) VALUES (@id, @name, @now) ON CONFLICT (name) DO NOTHING",
            new { id = Guid.CreateVersion7().ToString(), name, now = clock.Milliseconds() });
        return connection.QuerySingle<Project>("SELECT id Id, name Name FROM projects WHERE name = @name", new { name });
    }

    /// <summary>Adds a key to a project that there is; one that another server has just added is left as it is.</summary>
    /// <returns>Id of the key.</returns>
    public static string Insert(DbConnection connection, Project project, string name, string key, bool isAdmin, long now)
    {
        var (id, digest) = (Guid.CreateVersion7().ToString(), ApiKey.Digest(key));
        connection.Execute(
            """
            INSERT INTO api_keys (id, project_id, name, hint, digest, lookup, is_admin, created_at)
            VALUES (@id, @project, @name, @hint, @digest, @lookup, @isAdmin, @now) ON CONFLICT (digest) DO NOTHING
            """,
            new
            {
                id,
                project = project.Id,
                name,
                hint = ApiKey.Hint(key),
                digest,
                lookup = ApiKey.Lookup(digest),
                isAdmin = isAdmin ? 1 : 0,
                now,
            });
        return id;
    }
}
