using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Files;
using Hansard.Server.Storage.Objects;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The files of projects: rows here, bytes in the <see cref="ObjectStore"/>.</summary>
internal sealed class FileStore(Database database, ObjectStore objects, TimeProvider clock)
{
    private const string Columns =
        "seq Seq, id Id, blob Blob, filename Filename, size Size, client_reference_id ClientReferenceId, source Source, created_at CreatedAt";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Refuses what would pass a limit.</summary>
    /// <param name="stored">What the project stores.</param>
    /// <param name="arriving">Its uploads that have not ended.</param>
    /// <param name="more">What is to be added to both.</param>
    /// <param name="limits">The project's.</param>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public static void CheckRoom(StoredTotals stored, StoredTotals arriving, StoredTotals more, LimitOptions limits)
    {
        var all = stored + arriving + more;
        var besides = arriving.Files > 0 ? $" and receives {arriving.Files} uploads of {arriving.Bytes} bytes so far" : "";
        if (all.Files > limits.StoredFiles)
            throw new LimitReachedException(
                $"This project stores {stored.Files} files{besides}, and its limit is {limits.StoredFiles}: delete files that are no longer needed.",
                RetryAfter);
        if (all.Bytes > limits.StoredBytes)
            throw new LimitReachedException(
                $"This project stores {stored.Bytes} bytes{besides}, and its limit is {limits.StoredBytes}: there is no room for {more.Bytes} more. "
                + "Delete files that are no longer needed.",
                RetryAfter);
    }

    /// <summary>What a project stores.</summary>
    public StoredTotals Stored(string project) => database.Read(c => Stored(c, project));

    /// <summary>Adds a file whose bytes have arrived, and puts them in their place. If that fails, the bytes are deleted.</summary>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
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
                    CheckRoom(Stored(c, project), arriving: default, new StoredTotals(1, stored.Size), limits);
                    c.Execute(
                        """
                        INSERT INTO files (id, project_id, blob, filename, size, client_reference_id, source, created_at)
                        VALUES (@Id, @project, @Blob, @Filename, @Size, @ClientReferenceId, @Source, @CreatedAt)
                        """,
                        new { file.Id, project, file.Blob, file.Filename, file.Size, file.ClientReferenceId, file.Source, file.CreatedAt });
                },
                Database.RequestPatience,
                committed: () =>
                {
                    // Before any other write: no job can be made of a file whose bytes are not in their place.
                    recorded = true;
                    objects.Publish(stored.Name);
                });
            return file;
        }
        catch
        {
            if (recorded) await database.WriteAsync(c => c.Execute("DELETE FROM files WHERE id = @Id", new { file.Id }));
            objects.Discard(stored.Name);
            throw;
        }
    }

    /// <summary>The project's file of that id, or null.</summary>
    public FileRow? Find(string project, string id) => database.Read(c => c.QuerySingleOrDefault<FileRow>(
        $"SELECT {Columns} FROM files WHERE id = @id AND project_id = @project", new { id, project }));

    /// <summary>Files before a place in the order, newest first.</summary>
    public IReadOnlyList<FileRow> List(string project, long before, int limit) => database.Read(c => c.Query<FileRow>(
        $"SELECT {Columns} FROM files WHERE project_id = @project AND seq < @before ORDER BY seq DESC LIMIT @limit",
        new { project, before, limit }).AsList());

    /// <summary>How many files the project has.</summary>
    public SourceCounts Count(string project) => database.Read(c => SourceCounting.Count(c, "files", project));

    /// <summary>Deletes a file. Its bytes go too, unless a job still needs them: then they go when it ends.</summary>
    /// <returns>False when the project has no such file.</returns>
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
        if (unused is not null) await objects.DeleteAsync(unused);
        return found;
    }

    /// <summary>When the oldest file was made; null when there is none.</summary>
    public long? Oldest() => database.Read(c => c.ExecuteScalar<long?>("SELECT min(created_at) FROM files"));

    /// <summary>Deletes the files made before a time, a batch at once.</summary>
    /// <returns>Their ids; fewer than <paramref name="batch"/> when none is left.</returns>
    public async Task<IReadOnlyList<string>> DeleteOlderThanAsync(long time, int batch, CancellationToken cancellationToken)
    {
        var (ids, unused) = await database.WriteAsync(
            c =>
            {
                var files = c.Query<(string Id, string Blob)>(
                    "DELETE FROM files WHERE seq IN (SELECT seq FROM files WHERE created_at < @time LIMIT @batch) RETURNING id, blob", new { time, batch }).AsList();
                return (files.ConvertAll(file => file.Id), files.Select(file => BlobUse.Release(c, file.Blob, clock.Milliseconds())).OfType<string>().ToList());
            },
            cancellationToken);
        await objects.DeleteAsync(unused);
        return ids;
    }

    private static StoredTotals Stored(SqliteConnection connection, string project)
    {
        var (count, bytes) = connection.QuerySingle<(long, long)>(
            "SELECT count(*), coalesce(sum(size), 0) FROM files WHERE project_id = @project", new { project });
        return new StoredTotals(count, bytes);
    }
}
