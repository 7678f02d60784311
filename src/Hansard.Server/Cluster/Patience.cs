using System.Net.Sockets;
using Npgsql;

namespace Hansard.Server.Cluster;

/// <summary>Tries again while the database is away, for statements that may run twice.</summary>
/// <remarks>
/// Orleans waits longer after each failure, up to a minute: a database that comes back would for so long take nodes for dead that live.
/// </remarks>
/// <param name="clock">Measures the time.</param>
internal sealed class Patience(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <exception cref="NpgsqlException">The database has been away for a minute, or has another fault.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await run(cancellationToken);
            }
            catch (Exception exception) when (IsAway(exception) && clock.GetElapsedTime(began) < Longest)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    // PostgreSQL says that it starts or stops (57P0x, transient to Npgsql), that it has become a standby (25006), or nothing.
    private static bool IsAway(Exception exception)
        => exception is PostgresException answer
            ? answer.IsTransient || answer.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
            : exception is NpgsqlException or SocketException or TimeoutException;
}
