using Dapper;
using Hansard.Server.Configuration;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Storage.Sql;

/// <summary>Transcriptions that are not kept, as rows of the table of all.</summary>
internal sealed class SqlTransientStore(
    ISqlDatabase database, SqlTranscriptionStore transcriptions, IObjectStore objects, RecordingRemoval removal, ServerId server,
    TimeProvider clock) : ITransientStore
{
    private const string IsTransient = "transient_of IS NOT NULL";

    /// <inheritdoc />
    public async Task<TranscriptionRow> AddAsync(
        string project, LimitOptions limits, NewTranscription wanted, StoredObject recording, string filename)
    {
        TranscriptionRow? added = null;
        try
        {
            await database.WriteAsync(
                c =>
                {
                    added = transcriptions.AddTransient(
                        c, project, limits, wanted, new TransientRecording(recording, filename, server.Value));
                },
                ISqlDatabase.RequestTimeout,
                // Before any other write: no worker takes a job whose bytes are not in their place.
                committed: () => objects.PublishAsync(recording.Name));
            return added!;
        }
        catch
        {
            if (added is not null) await database.WriteAsync(c => c.Execute("DELETE FROM transcriptions WHERE id = @Id", new { added.Id }));
            await objects.DiscardAsync(recording.Name);
            throw;
        }
    }

    /// <inheritdoc />
    public TranscriptionRow? Find(string id) => database.Read(c => c.QuerySingleOrDefault<TranscriptionRow>(
        $"SELECT {SqlTranscriptionStore.Columns} FROM transcriptions WHERE id = @id AND {IsTransient}", new { id }));

    /// <inheritdoc />
    public async Task<string?> RemoveAsync(string id)
    {
        var (status, unused) = await database.WriteAsync(
            c =>
            {
                var removed = c.QuerySingleOrDefault<(string Status, string Blob)?>(
                    $"DELETE FROM transcriptions WHERE id = @id AND {IsTransient} RETURNING status, blob", new { id });
                return (removed?.Status, BlobUse.Release(c, removed?.Blob, clock.Milliseconds()));
            },
            ISqlDatabase.RequestTimeout);
        if (unused is not null) await removal.RemoveAsync(unused);
        return status;
    }

    /// <inheritdoc />
    public async Task<int> RemoveAbandonedAsync(bool own, long endedBefore, CancellationToken cancellationToken)
    {
        var (count, unused) = await database.WriteAsync(
            c =>
            {
                var blobs = c.Query<string>(
                    $"""
                    DELETE FROM transcriptions WHERE {IsTransient} AND ((@own AND transient_of = @server) OR ended_at < @endedBefore)
                    RETURNING blob
                    """,
                    new { own, server = server.Value, endedBefore }).AsList();
                var now = clock.Milliseconds();
                return (blobs.Count, blobs.Select(blob => BlobUse.Release(c, blob, now)).OfType<string>().ToList());
            },
            cancellationToken);
        await removal.RemoveAsync(unused);
        return count;
    }
}
