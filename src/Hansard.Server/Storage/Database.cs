using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage;

/// <summary>
/// The SQLite database of one data directory: many readers, and one writer at a time.
/// </summary>
/// <remarks>
/// Write-ahead logging, so that readers and the writer do not wait for each other. <c>synchronous=FULL</c>: a commit is on the disk
/// before a request is answered, so an accepted job survives a power cut and not only <c>kill -9</c>; commits are few (a handful per job).
/// <c>secure_delete</c>: what is deleted is overwritten. Writers of this process queue on a semaphore because SQLite's own
/// waiting polls; <c>busy_timeout</c> covers another process (<c>hansard keys</c>).
/// Work is synchronous (a query takes microseconds); only the wait for the write lock is not.
/// </remarks>
internal sealed class Database : IDisposable
{
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SqliteConnection _writer;

    private Database(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString();
        _writer = Open();
    }

    /// <summary>Opens the database, creating it or bringing its schema up to date.</summary>
    /// <exception cref="InvalidDataException">It was written by a newer version of this program, or is damaged.</exception>
    public static Database Open(string path)
    {
        Database? database = null;
        try
        {
            database = new Database(path);
            Migrations.Apply(database._writer);
            return database;
        }
        catch (SqliteException exception)
        {
            database?.Dispose();
            throw new InvalidDataException($"The database {path} cannot be opened: {exception.Message}", exception);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Runs queries, which see one state of the database each.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        if (!_readers.TryTake(out var connection)) connection = Open();
        try
        {
            return query(connection);
        }
        finally
        {
            _readers.Add(connection);
        }
    }

    /// <summary>Runs statements in one transaction, which is on the disk when the task completes; an exception undoes all of it.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> statements, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            using var transaction = _writer.BeginTransaction(deferred: false);
            var result = statements(_writer);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}" />
    public Task WriteAsync(Action<SqliteConnection> statements, CancellationToken cancellationToken = default)
        => WriteAsync(
            connection =>
            {
                statements(connection);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Gives some of the space of deleted rows back to the file system, and empties the log, where what was deleted can still be read.
    /// </summary>
    public async Task ReleaseFreePagesAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            using var command = _writer.CreateCommand();
            command.CommandText = "PRAGMA incremental_vacuum(1000)";
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                    // Each step frees one page.
                }
            }

            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _writer.Dispose();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writing.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            PRAGMA busy_timeout = 10000;
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON;
            """;
        command.ExecuteNonQuery();
        return connection;
    }
}
