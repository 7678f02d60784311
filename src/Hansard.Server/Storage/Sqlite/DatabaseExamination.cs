using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Reads all of a data directory's database, whether a server has it open or not, and finds damage that SQLite can tell.</summary>
/// <remarks>
/// Pages, their order, rows against indices (a quick check leaves those out, and whoever asks an index is told that a row is not there),
/// and the index of words. SQLite keeps no hash of a page: a changed letter within a text, or a digit within a number, is not found (the
/// hashes of a backup find it there).
/// </remarks>
internal static class DatabaseExamination
{
    /// <summary>Examines a database.</summary>
    /// <param name="path">Of a server on this machine.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no database of this program's; the message says what to do.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Check(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = DatabaseCopy.Connect(path);
            using var interruption = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
            Migrations.CheckKnown(connection);
            if (connection.ExecuteScalar<string>("PRAGMA integrity_check(1)") is { } reason and not "ok")
                throw SqliteFaults.Damage(path, reason.ReplaceLineEndings(" "));
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(exception, path) is var translated and not SqliteException
                ? translated
                : new IOException($"The database {path} cannot be read: {exception.Message}", exception);
        }
    }
}
