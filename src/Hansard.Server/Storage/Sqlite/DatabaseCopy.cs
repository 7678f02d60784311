using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>A database as it was at one moment, copied while others read and write it.</summary>
/// <remarks>
/// By SQLite's online backup, within one transaction that reads: whoever writes does not wait, and what is written does not make the copy
/// begin again. The schema is left as it is: a backup is often made before a new version is tried.
/// </remarks>
internal sealed class DatabaseCopy : IDisposable
{
    // 4 MiB: a copy is given up within that.
    private const int PagesAtOnce = 1024;

    private readonly SqliteConnection _connection;

    private DatabaseCopy(SqliteConnection connection) => _connection = connection;

    /// <summary>Copies the database of a data directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="path">The copy; a file of that name is replaced.</param>
    /// <param name="cancellationToken">Stops, leaving a part of it.</param>
    /// <exception cref="IOException">There is none, or it cannot be copied.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer version of this program.</exception>
    public static DatabaseCopy Make(DataDirectory directory, string path, CancellationToken cancellationToken)
    {
        File.Delete(path);
        PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        SqliteConnection? copy = null;
        try
        {
            using var source = Connect(directory.DatabaseFile);
            Migrations.CheckKnown(source);
            copy = Connect(path);
            CopyPages(source, copy, cancellationToken);

            // One file, without a log beside it.
            copy.ExecuteScalar<string>("PRAGMA journal_mode = DELETE");
            RemovalHold.Remove(copy);

            // A job that ran is taken back by the server that starts on this, and that it was cut off was no fault of its own.
            copy.Execute("UPDATE transcriptions SET attempts = attempts - 1 WHERE status = 'processing' AND attempts > 0");
            Check(copy, directory, cancellationToken);
            return new DatabaseCopy(copy);
        }
        catch (SqliteException exception)
        {
            copy?.Dispose();
            throw SqliteFaults.Translate(exception, directory.DatabaseFile) switch
            {
                DatabaseUnavailableException full when full.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_FULL }
                    => new IOException($"{path} cannot be written: the disk is full.", exception),
                SqliteException => new IOException($"{directory.DatabaseFile} cannot be copied to {path}: {exception.Message}", exception),
                var translated => translated,
            };
        }
        catch
        {
            copy?.Dispose();
            throw;
        }
    }

    /// <summary>Recordings that the copy names, by their names' characters, as a stream: there may be a million.</summary>
    public IEnumerable<UsedRecording> Recordings() => _connection.Query<UsedRecording>(
        """
        SELECT blob Blob, coalesce(max(size), -1) Bytes FROM (
            SELECT blob, size FROM files
            UNION ALL SELECT blob, NULL FROM transcriptions WHERE blob IS NOT NULL AND status IN ('queued', 'processing')) used
        GROUP BY blob ORDER BY blob
        """,
        buffered: false);

    /// <summary>Tells whether the copy names a recording.</summary>
    public bool IsUsed(string blob) => Sql.BlobUse.IsUsed(_connection, blob);

    /// <summary>Tells whether a file is a database that this program can open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isInUse">
    /// It has a log beside it: what opens that only to read leaves files behind that were not there.
    /// </param>
    /// <exception cref="InvalidDataException">It is of a newer version, or none.</exception>
    public static void CheckKnown(string path, bool isInUse = false)
    {
        try
        {
            using var connection = Connect(path, isInUse ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly);
            Migrations.CheckKnown(connection);
        }
        catch (SqliteException exception)
        {
            throw new InvalidDataException($"{path} is not a database of Hansard's: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private static void CopyPages(SqliteConnection source, SqliteConnection copy, CancellationToken cancellationToken)
    {
        source.Execute("BEGIN TRANSACTION");

        // The transaction begins with what it first reads.
        source.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
        using var backup = raw.sqlite3_backup_init(copy.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(copy.Handle), copy.Handle);
        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (result == raw.SQLITE_OK);
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, copy.Handle);
        source.Execute("COMMIT TRANSACTION");
    }

    private static void Check(SqliteConnection copy, DataDirectory directory, CancellationToken cancellationToken)
    {
        using var interruption = cancellationToken.Register(() => raw.sqlite3_interrupt(copy.Handle));
        try
        {
            if (copy.ExecuteScalar<string>("PRAGMA quick_check(1)") is { } fault and not "ok")
                throw SqliteFaults.Damage(directory.DatabaseFile, fault);
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Opens a file that no other connection of this process need have.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    internal static SqliteConnection Connect(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = mode, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }
}

/// <summary>A recording that a database names.</summary>
internal sealed record UsedRecording
{
    /// <summary>Its name in the object store.</summary>
    public string Blob { get; init; } = "";

    /// <summary>Its bytes; -1: the database does not say.</summary>
    public long Bytes { get; init; }

    /// <summary>Its bytes; null: the database does not say.</summary>
    public long? Size => Bytes < 0 ? null : Bytes;
}
