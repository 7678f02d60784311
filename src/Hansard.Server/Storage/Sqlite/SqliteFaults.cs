using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Tells what faults of SQLite's mean.</summary>
internal static class SqliteFaults
{
    // Result codes of SQLite (sqlite3.h).
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int Protocol = 15;
    private const int NotADatabase = 26;

    /// <summary>The exception that tells callers what a fault of SQLite's means to them; the fault itself when it is one of ours.</summary>
    public static Exception Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked or Protocol => DatabaseUnavailableException.ForLock(exception),
        Full => DatabaseUnavailableException.ForFullDisk(exception),
        ReadOnly or InputOutput => DatabaseUnavailableException.ForFailingDisk(exception),
        Corrupt or NotADatabase => new InvalidDataException(
            $"The database {path} is damaged ({exception.Message}): stop the server, keep a copy, and restore it from a backup or with "
            + "sqlite3's .recover.", exception),
        _ => exception,
    };
}
