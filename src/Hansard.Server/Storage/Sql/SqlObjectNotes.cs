using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>Notes of bytes in a shared place, as rows.</summary>
internal sealed class SqlObjectNotes(ISqlDatabase database, ServerId server, TimeProvider clock) : IObjectNotes
{
    private const string Columns =
        "blob Blob, (arriving IS NOT NULL) AS IsArriving, upload Upload, CAST(size AS BIGINT) Size, sha256 Sha256";

    /// <inheritdoc />
    public Task BeginAsync(string blob) => database.WriteAsync(c => c.Execute(
        "INSERT INTO objects (blob, arriving, owner) VALUES (@blob, @now, @owner)",
        new { blob, now = clock.Milliseconds(), owner = server.Value }));

    /// <inheritdoc />
    public Task RenewAsync(string blob, string? upload) => database.WriteAsync(c => c.Execute(
        "UPDATE objects SET arriving = @now, upload = @upload WHERE blob = @blob AND arriving IS NOT NULL",
        new { blob, upload, now = clock.Milliseconds() }));

    /// <inheritdoc />
    public Task<bool> ArrivedAsync(string blob, ObjectDigest digest) => database.WriteAsync(c => c.Execute(
        "UPDATE objects SET arriving = @now, upload = NULL, size = @Size, sha256 = @Sha256 WHERE blob = @blob AND arriving IS NOT NULL",
        new { blob, digest.Size, digest.Sha256, now = clock.Milliseconds() }) == 1);

    /// <inheritdoc />
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        // Most often there is none, and no reason to wait for whoever writes.
        var settled = database.Read(c => c.Query<string>(
            "SELECT blob FROM objects WHERE arriving IS NOT NULL AND sha256 IS NOT NULL").Where(blob => BlobUse.IsUsed(c, blob)).ToList());
        if (settled.Count == 0) return;
        await database.WriteAsync(
            c => c.Execute("UPDATE objects SET arriving = NULL WHERE blob = @blob", settled.Select(blob => new { blob })),
            cancellationToken);
    }

    /// <inheritdoc />
    public ObjectNote? Find(string blob) => database.Read(c => c.QuerySingleOrDefault<ObjectNote>(
        $"SELECT {Columns} FROM objects WHERE blob = @blob", new { blob }));

    /// <inheritdoc />
    public IReadOnlyList<ObjectNote> Silent(long before, int limit) => database.Read(c => c.Query<ObjectNote>(
        $"SELECT {Columns} FROM objects WHERE arriving < @before ORDER BY arriving LIMIT @limit", new { before, limit }).AsList());

    /// <inheritdoc />
    public bool HasStored() => database.Read(c => c.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM objects WHERE arriving IS NULL)"));

    /// <inheritdoc />
    public IReadOnlyList<string> Unused(int limit) => database.Read(c => c.Query<string>(
        $"SELECT blob FROM objects WHERE arriving IS NULL AND NOT ({BlobUse.Condition("objects.blob")}) LIMIT @limit",
        new { limit }).AsList());

    /// <inheritdoc />
    public Task ForgetAsync(IReadOnlyList<string> blobs) => database.WriteAsync(
        c => c.Execute("DELETE FROM objects WHERE blob = @blob", blobs.Select(blob => new { blob })));
}
