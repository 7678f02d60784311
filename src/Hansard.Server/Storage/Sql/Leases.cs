using System.Data.Common;
using Dapper;
using Hansard.Server.Jobs;

namespace Hansard.Server.Storage.Sql;

/// <summary>The rows that say who has which job.</summary>
internal static class Leases
{
    /// <summary>Gives a job to this server.</summary>
    /// <returns>The fence, which is greater than all before; null when somebody has the job.</returns>
    public static long? Begin(DbConnection connection, string id, ServerId server, TimeSpan lease)
        => connection.QuerySingleOrDefault<long?>(
            """
            INSERT INTO leases (transcription_id, owner, expires_at) VALUES (@id, @server, now_ms() + @lease)
            ON CONFLICT DO NOTHING RETURNING fence
            """,
            new { id, server = server.Value, lease = (long)lease.TotalMilliseconds });

    /// <summary>Puts off the end of a lease.</summary>
    /// <returns>False when it has ended.</returns>
    public static bool Renew(DbConnection connection, Job job, TimeSpan lease) => connection.Execute(
        "UPDATE leases SET expires_at = now_ms() + @lease WHERE transcription_id = @Id AND fence = @Fence",
        new { job.Id, job.Fence, lease = (long)lease.TotalMilliseconds }) == 1;

    /// <summary>Ends a lease: what follows in the transaction is the last that its worker writes.</summary>
    /// <returns>False when it had ended before, and the job is no longer the worker's.</returns>
    public static bool End(DbConnection connection, Job job) => connection.Execute(
        "DELETE FROM leases WHERE transcription_id = @Id AND fence = @Fence", new { job.Id, job.Fence }) == 1;
}
