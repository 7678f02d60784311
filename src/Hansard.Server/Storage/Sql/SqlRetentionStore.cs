using System.Data.Common;
using System.Globalization;
using Dapper;
using Hansard.Server.Retention;

namespace Hansard.Server.Storage.Sql;

/// <summary>Keeps the time up to which things have been deleted by age among the settings.</summary>
internal sealed class SqlRetentionStore(ISqlDatabase database) : IRetentionStore
{
    /// <inheritdoc />
    public Task<long> AdvanceAsync(long now, long step, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var time = Math.Min(now, (Last(c) ?? now) + step);
            c.Execute(
                """
                INSERT INTO settings (name, value) VALUES ('retention_time', @value)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """,
                new { value = time.ToString(CultureInfo.InvariantCulture) });
            return time;
        },
        cancellationToken);

    private static long? Last(DbConnection connection) => connection.ExecuteScalar<long?>(
        """
        SELECT coalesce(
            (SELECT CAST(value AS BIGINT) FROM settings WHERE name = 'retention_time'),
            (SELECT max(time) FROM (
                SELECT max(created_at) AS time FROM files
                UNION ALL SELECT max(created_at) FROM transcriptions
                UNION ALL SELECT max(ended_at) FROM transcriptions
                UNION ALL SELECT max(end_time) FROM usage_logs) times))
        """);
}
