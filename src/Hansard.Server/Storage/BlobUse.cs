using Dapper;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage;

/// <summary>Whether bytes in the object store are still needed. Asked inside the transaction that may have ended their last use.</summary>
internal static class BlobUse
{
    /// <returns>Whether a file, or a job that has not ended, has these bytes; false for null.</returns>
    public static bool IsUsed(SqliteConnection connection, string? blob) => blob is not null && connection.ExecuteScalar<bool>(
        """
        SELECT EXISTS (SELECT 1 FROM files WHERE blob = @blob)
            OR EXISTS (SELECT 1 FROM transcriptions WHERE blob = @blob AND status IN ('queued', 'processing'))
        """,
        new { blob });
}
