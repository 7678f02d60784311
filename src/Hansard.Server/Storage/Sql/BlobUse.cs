using System.Data.Common;
using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>The uses of bytes in the object store, and their end: called inside the transaction that may have ended the last one.</summary>
internal static class BlobUse
{
    /// <summary>Beginning of the names of settings that say until when nothing is to be removed, in milliseconds since 1970 UTC.</summary>
    public const string HoldPrefix = "removal-hold/";

    /// <summary>Notes bytes as deleted, unless a file, or a job that has not ended, still has them.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="blob">Their name; null for none.</param>
    /// <param name="now">Milliseconds since 1970 UTC.</param>
    /// <returns>The name, for <see cref="RecordingRemoval"/> after the transaction; null when they are still used.</returns>
    public static string? Release(DbConnection connection, string? blob, long now)
    {
        if (blob is null) return null;

        // Of two that end at once, the later one must see that the other has ended too.
        Holds.Blob(connection, blob);
        if (IsUsed(connection, blob)) return null;
        connection.Execute("INSERT INTO deleted_blobs (blob, deleted_at) VALUES (@blob, @now) ON CONFLICT DO NOTHING", new { blob, now });
        return blob;
    }

    /// <returns>True when a file, or a job that has not ended, has these bytes.</returns>
    public static bool IsUsed(DbConnection connection, string blob)
        => connection.ExecuteScalar<bool>($"SELECT {Condition("@blob")}", new { blob });

    /// <summary>The condition under which a file, or a job that has not ended, has bytes.</summary>
    /// <param name="blob">Their name in SQL: a parameter, or a column with its table.</param>
    public static string Condition(string blob) =>
        $"""
        EXISTS (SELECT 1 FROM files WHERE files.blob = {blob})
            OR EXISTS (
                SELECT 1 FROM transcriptions WHERE transcriptions.blob = {blob} AND transcriptions.status IN ('queued', 'processing'))
        """;

    /// <summary>The names of all bytes that are used.</summary>
    public static HashSet<string> Used(DbConnection connection) => connection.Query<string>(
        """
        SELECT blob FROM files
        UNION
        SELECT blob FROM transcriptions WHERE blob IS NOT NULL AND status IN ('queued', 'processing')
        """).ToHashSet(StringComparer.Ordinal);

    /// <summary>Bytes that were noted as deleted before a time, and may still be there.</summary>
    public static IReadOnlyList<string> Deleted(DbConnection connection, long before)
        => connection.Query<string>("SELECT blob FROM deleted_blobs WHERE deleted_at < @before", new { before }).AsList();

    /// <summary>Tells whether somebody holds what has been deleted.</summary>
    public static bool IsHeld(DbConnection connection, long now) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM settings WHERE name LIKE @names AND CAST(value AS BIGINT) > @now)",
        new { names = HoldPrefix + '%', now });

    /// <summary>Removes the notes of bytes that are gone.</summary>
    public static void Forget(DbConnection connection, IEnumerable<string> blobs)
    {
        connection.Execute("DELETE FROM deleted_blobs WHERE blob = @blob", blobs.Select(blob => new { blob }));
    }
}
