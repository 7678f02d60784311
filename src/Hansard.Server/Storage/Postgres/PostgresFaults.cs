using System.Net.Sockets;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>Tells what faults of PostgreSQL's mean.</summary>
internal static class PostgresFaults
{
    /// <summary>
    /// True for faults that say nothing of the statements: the server stops, starts, has been replaced by another or cannot be reached,
    /// or another transaction came between.
    /// </summary>
    public static bool IsPassing(Exception exception) => exception switch
    {
        PostgresException fault => fault.SqlState is
            // Another transaction.
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            // Connections end, or there are too many.
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections or "25P03"
            // A replica: what was the first server a moment ago.
            or PostgresErrorCodes.ReadOnlySqlTransaction
            || fault.SqlState.StartsWith("08", StringComparison.Ordinal),
        // A name that is not found is the network's fault, and not wrapped.
        NpgsqlException or SocketException => true,
        TimeoutException => true,
        _ => false,
    };

    /// <summary>The exception that tells callers what a fault means to them; the fault itself when it is one of ours.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => DatabaseUnavailableException.ForFullDisk(exception),
        PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
        } => DatabaseUnavailableException.ForLock(exception),
        // U+0000, which is in no text of PostgreSQL's.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => new UnstorableTextException(exception),
        _ when IsPassing(exception) => DatabaseUnavailableException.ForUnreachable(exception),
        _ => exception,
    };
}
