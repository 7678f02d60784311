using System.Data.Common;
using Dapper;
using Hansard.Server.Projects;

namespace Hansard.Server.Storage.Sql;

/// <summary>Temporary keys as rows.</summary>
/// <remarks>They are random of 256 bits, so that a look-up by the digest tells nothing of the key.</remarks>
internal sealed class SqlTemporaryKeyStore(ISqlDatabase database, TimeProvider clock) : ITemporaryKeyStore
{
    /// <inheritdoc />
    public Task<long?> AddAsync(TemporaryKey key, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            Holds.Limits(c, key.ProjectId);
            RemoveExpired(c);
            var (count, firstEnd) = c.QuerySingle<(long, long?)>(
                "SELECT count(*), min(expires_at) FROM temporary_keys WHERE project_id = @ProjectId", new { key.ProjectId });
            if (count >= ITemporaryKeyStore.MostOfProject) return firstEnd;
            c.Execute(
                """
                INSERT INTO temporary_keys
                    (digest, project_id, key_id, client_reference_id, single_use, session_seconds, realtime_session, expires_at)
                VALUES
                    (@Digest, @ProjectId, @KeyId, @ClientReferenceId, @IsSingleUse, @SessionSeconds, @RealtimeSession, @ExpiresAt)
                """,
                new
                {
                    key.Digest,
                    key.ProjectId,
                    key.KeyId,
                    key.ClientReferenceId,
                    IsSingleUse = key.IsSingleUse ? 1 : 0,
                    key.SessionSeconds,
                    key.RealtimeSession,
                    key.ExpiresAt,
                });
            return null;
        },
        cancellationToken);

    /// <inheritdoc />
    public KeyHolder? Find(string key) => database.Read(c =>
    {
        var found = c.QuerySingleOrDefault<TemporaryKey>(
            """
            SELECT t.digest Digest, t.project_id ProjectId, t.key_id KeyId, t.client_reference_id ClientReferenceId,
                t.single_use IsSingleUse, t.session_seconds SessionSeconds, t.realtime_session RealtimeSession,
                t.expires_at ExpiresAt, t.used_at UsedAt
            FROM temporary_keys t LEFT JOIN api_keys k ON k.id = t.key_id
            WHERE t.digest = @digest AND t.expires_at > @now AND k.revoked_at IS NULL
            """,
            new { digest = ApiKey.Digest(key), now = clock.Milliseconds() });
        if (found is null) return null;
        var project = c.QuerySingle<Project>("SELECT id Id, name Name FROM projects WHERE id = @ProjectId", new { found.ProjectId });
        return new KeyHolder(project, "") { KeyId = found.KeyId, Temporary = found };
    });

    /// <inheritdoc />
    public Task<bool> UseUpAsync(string digest) => database.WriteAsync(c => c.Execute(
        "UPDATE temporary_keys SET used_at = @now WHERE digest = @digest AND used_at IS NULL",
        new { digest, now = clock.Milliseconds() }) == 1);

    /// <inheritdoc />
    public Task RemoveExpiredAsync(CancellationToken cancellationToken) => database.WriteAsync(RemoveExpired, cancellationToken);

    private int RemoveExpired(DbConnection connection)
        => connection.Execute("DELETE FROM temporary_keys WHERE expires_at <= @now", new { now = clock.Milliseconds() });
}
