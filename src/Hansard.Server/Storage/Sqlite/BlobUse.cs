using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>The uses of bytes in the object store, and their end: called inside the transaction that may have ended the last one.</summary>
internal static class BlobUse
{
    // A statement has 999 parameters in any build of SQLite (SQLITE_MAX_VARIABLE_NUMBER was that before 3.32).
    private const int Chunk = 500;

    /// <summary>Notes bytes as deleted, unless a file, or a job that has not ended, still has them.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="blob">Their name; null for none.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    /// <returns>The name, for <see cref="RecordingRemoval"/> after the transaction; null when they are still used.</returns>
    public static string? Release(SqliteConnection connection, string? blob, long now)
    {
        if (blob is null || IsUsed(connection, blob)) return null;
        connection.Execute("INSERT INTO deleted_blobs (blob, deleted_at) VALUES (@blob, @now) ON CONFLICT DO NOTHING", new { blob, now });
        return blob;
    }

    /// <returns>True when a file, or a job that has not ended, has these bytes.</returns>
    public static bool IsUsed(SqliteConnection connection, string blob) => connection.ExecuteScalar<bool>(
        """
        SELECT EXISTS (SELECT 1 FROM files WHERE blob = @blob)
            OR EXISTS (SELECT 1 FROM transcriptions WHERE blob = @blob AND status IN ('queued', 'processing'))
        """,
        new { blob });

    /// <summary>The names of all bytes that are used.</summary>
    public static HashSet<string> Used(SqliteConnection connection) => connection.Query<string>(
        """
        SELECT blob FROM files
        UNION
        SELECT blob FROM transcriptions WHERE blob IS NOT NULL AND status IN ('queued', 'processing')
        """).ToHashSet(StringComparer.Ordinal);

    /// <summary>Bytes that were noted as deleted before a time, and may still be there.</summary>
    public static IReadOnlyList<string> Deleted(SqliteConnection connection, long before)
        => connection.Query<string>("SELECT blob FROM deleted_blobs WHERE deleted_at < @before", new { before }).AsList();

    /// <summary>Removes the notes of bytes that are gone.</summary>
    public static void Forget(SqliteConnection connection, IEnumerable<string> blobs)
    {
        foreach (var chunk in blobs.Chunk(Chunk)) connection.Execute("DELETE FROM deleted_blobs WHERE blob IN @chunk", new { chunk });
    }
}
