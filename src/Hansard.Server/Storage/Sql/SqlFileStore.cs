using System.Data.Common;
using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Files;

namespace Hansard.Server.Storage.Sql;

/// <summary>The files of projects as rows.</summary>
internal sealed class SqlFileStore(ISqlDatabase database, IObjectStore objects, RecordingRemoval removal, TimeProvider clock) : IFileStore
{
    private const string Columns =
        "seq Seq, id Id, blob Blob, filename Filename, size Size, client_reference_id ClientReferenceId, source Source, "
        + "created_at CreatedAt";

    /// <inheritdoc />
    public StoredTotals Stored(string project) => database.Read(c => Stored(c, project));

    /// <inheritdoc />
    public async Task<FileRow> AddAsync(
        string project, LimitOptions limits, StoredObject stored, string filename, string? clientReferenceId, string source)
    {
        var file = new FileRow
        {
            Id = Guid.CreateVersion7().ToString(),
            Blob = stored.Name,
            Filename = filename,
            Size = stored.Size,
            ClientReferenceId = clientReferenceId,
            Source = source,
            CreatedAt = clock.Milliseconds(),
        };
        var recorded = false;
        try
        {
            await database.WriteAsync(
                c =>
                {
                    if (FileQuota.IsLimited(limits))
                    {
                        Holds.Limits(c, project);
                        FileQuota.Check(Stored(c, project), arriving: default, new StoredTotals(1, stored.Size), limits);
                    }

                    c.Execute(
                        """
                        INSERT INTO files (id, project_id, blob, filename, size, client_reference_id, source, created_at)
                        VALUES (@Id, @project, @Blob, @Filename, @Size, @ClientReferenceId, @Source, @CreatedAt)
                        """,
                        new { file.Id, project, file.Blob, file.Filename, file.Size, file.ClientReferenceId, file.Source, file.CreatedAt });
                },
                ISqlDatabase.RequestTimeout,
                committed: () =>
                {
                    // Before any other write: no job can be made of a file whose bytes are not in their place.
                    recorded = true;
                    return objects.PublishAsync(stored.Name);
                });
            return file;
        }
        catch
        {
            if (recorded) await database.WriteAsync(c => c.Execute("DELETE FROM files WHERE id = @Id", new { file.Id }));
            await objects.DiscardAsync(stored.Name);
            throw;
        }
    }

    /// <inheritdoc />
    public FileRow? Find(string project, string id) => database.Read(c => c.QuerySingleOrDefault<FileRow>(
        $"SELECT {Columns} FROM files WHERE id = @id AND project_id = @project", new { id, project }));

    /// <inheritdoc />
    public IReadOnlyList<FileRow> List(string project, long before, int limit) => database.Read(c => c.Query<FileRow>(
        $"SELECT {Columns} FROM files WHERE project_id = @project AND seq < @before ORDER BY seq DESC LIMIT @limit",
        new { project, before, limit }).AsList());

    /// <inheritdoc />
    public SourceCounts Count(string project) => database.Read(c => ProjectCounts.Files(c, project));

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string project, string id, CancellationToken cancellationToken)
    {
        var (found, unused) = await database.WriteAsync(
            c =>
            {
                var blob = c.QuerySingleOrDefault<string>(
                    "DELETE FROM files WHERE id = @id AND project_id = @project RETURNING blob", new { id, project });
                return (blob is not null, BlobUse.Release(c, blob, clock.Milliseconds()));
            },
            cancellationToken);
        if (unused is not null) await removal.RemoveAsync(unused);
        return found;
    }

    /// <inheritdoc />
    public long? Oldest() => database.Read(c => c.ExecuteScalar<long?>("SELECT min(created_at) FROM files"));

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> DeleteOlderThanAsync(long time, int batch, CancellationToken cancellationToken)
    {
        var (ids, unused) = await database.WriteAsync(
            c =>
            {
                var files = c.Query<(string Id, string Blob)>(
                    "DELETE FROM files WHERE seq IN (SELECT seq FROM files WHERE created_at < @time LIMIT @batch) "
                    + "RETURNING id, blob",
                    new { time, batch }).AsList();
                return (
                    files.ConvertAll(file => file.Id),
                    files.Select(file => BlobUse.Release(c, file.Blob, clock.Milliseconds())).OfType<string>().ToList());
            },
            cancellationToken);
        await removal.RemoveAsync(unused);
        return ids;
    }

    /// <inheritdoc cref="IFileStore.Stored" />
    public static StoredTotals Stored(DbConnection connection, string project)
    {
        var (count, bytes, fetched) = connection.QuerySingleOrDefault<(long, long, long)>(
            """
            SELECT files, file_bytes, (
                SELECT CAST(coalesce(sum(fetched_bytes), 0) AS BIGINT) FROM transcriptions
                WHERE project_id = @project AND fetched_bytes IS NOT NULL)
            FROM project_counts WHERE project_id = @project
            """,
            new { project });
        return new StoredTotals(count, bytes + fetched);
    }
}
