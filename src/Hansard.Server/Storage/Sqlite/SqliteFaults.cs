using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Tells what faults of SQLite's mean.</summary>
internal static class SqliteFaults
{
    // Result codes of SQLite (sqlite3.h).
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int Protocol = 15;
    private const int NotADatabase = 26;

    // Where the tables of an index of words are spoilt, its module (fts5_config.c, build.c of SQLite) has no code of its own for that.
    private static readonly string[] SpoiltIndex = ["invalid fts5 file format", "vtable constructor failed"];

    /// <summary>
    /// The exception that tells whoever starts a server or runs a command what a fault of SQLite's means; the fault itself when it is one
    /// of ours.
    /// </summary>
    public static Exception Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked or Protocol => DatabaseUnavailableException.ForLock(exception),
        Full => DatabaseUnavailableException.ForFullDisk(exception),
        InputOutput => DatabaseUnavailableException.ForFailingDisk(exception),
        ReadOnly => Forbidden(path, exception),
        Corrupt or NotADatabase => Damage(path, exception.Message, exception),
        Error when SpoiltIndex.Any(text => exception.Message.Contains(text, StringComparison.Ordinal)) =>
            Damage(path, exception.Message, exception),
        _ => exception,
    };

    /// <summary>
    /// The same for a server that serves, and for its clients: damage does not end it, as a part of its data may be whole.
    /// </summary>
    public static Exception TranslateServing(SqliteException exception, string path)
        => Translate(exception, path) switch
        {
            InvalidDataException damage => DatabaseUnavailableException.ForDamage(damage),
            IOException forbidden when exception.SqliteErrorCode is ReadOnly => DatabaseUnavailableException.ForForbidden(forbidden),
            var other => other,
        };

    /// <summary>The error that says that a database cannot be written, and what to do.</summary>
    /// <param name="path">The database.</param>
    /// <param name="exception">SQLite's, or the system's.</param>
    public static IOException Forbidden(string path, Exception exception) => new(
        $"The database {path} cannot be written ({exception.Message.TrimEnd('.')}): let this user write it and its side files, and the "
        + "folder that they are in.",
        exception);

    /// <summary>The error that says that a database is damaged, and what to do.</summary>
    /// <param name="path">The database.</param>
    /// <param name="reason">In SQLite's words.</param>
    /// <param name="exception">SQLite's, if it is one.</param>
    public static InvalidDataException Damage(string path, string reason, Exception? exception = null) => new(
        $"The database {path} is damaged ({reason}): stop the server, keep a copy, and restore it from a backup or with "
        + "sqlite3's .recover.",
        exception);
}
