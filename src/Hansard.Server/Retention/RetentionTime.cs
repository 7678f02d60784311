using System.Globalization;
using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Retention;

/// <summary>The time by which things are deleted by age: the clock's, but at most a day past that of the sweep before.</summary>
/// <remarks>
/// A clock that is wrong by months, for a moment or from the start, would otherwise delete everything. The time of the last sweep is kept
/// in the database, so that it holds across restarts; where there is none yet, the last thing that happened stands for it. A server that
/// was off for a fortnight catches up in fourteen sweeps.
/// </remarks>
internal sealed class RetentionTime(Database database, TimeProvider clock)
{
    /// <summary>How far one sweep goes.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromDays(1);

    /// <summary>Sets the time of the sweep that begins now, and returns it: milliseconds since 1970 UTC.</summary>
    public Task<long> AdvanceAsync(CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var now = clock.Milliseconds();
            var time = Math.Min(now, (Last(c) ?? now) + (long)Step.TotalMilliseconds);
            c.Execute(
                """
                INSERT INTO settings (name, value) VALUES ('retention_time', @value)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """,
                new { value = time.ToString(CultureInfo.InvariantCulture) });
            return time;
        },
        cancellationToken);

    private static long? Last(SqliteConnection connection) => connection.ExecuteScalar<long?>(
        """
        SELECT coalesce(
            (SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'retention_time'),
            (SELECT max(time) FROM (
                SELECT max(created_at) AS time FROM files
                UNION ALL SELECT max(created_at) FROM transcriptions
                UNION ALL SELECT max(ended_at) FROM transcriptions
                UNION ALL SELECT max(end_time) FROM usage_logs)))
        """);
}
