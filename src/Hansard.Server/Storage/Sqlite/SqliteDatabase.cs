using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Hansard.Server.Jobs;
using Hansard.Server.Storage.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>
/// The SQLite database of one data directory: many readers, and one writer at a time.
/// </summary>
/// <remarks>
/// Write-ahead logging, so that readers and the writer do not wait for each other. <c>synchronous=FULL</c>: a commit is on the disk
/// before a request is answered, so an accepted job survives a power cut and not only <c>kill -9</c>; commits are few (a handful per job).
/// <c>secure_delete</c>: what is deleted is overwritten. Writers of this process queue on a semaphore, and the first of them asks for the
/// lock that another process (<c>hansard keys</c>, a backup) may have, again and again until the timeout: SQLite's own waiting
/// would hold a thread, and Microsoft.Data.Sqlite repeats it. Work is synchronous (a query takes microseconds); only the wait for the write
/// lock is not.
/// </remarks>
internal sealed class SqliteDatabase : ISqlDatabase
{
    // Of texts whose case does not matter: SQLite's own NOCASE and lower() know 26 letters. In queries only.
    private const string Fold = "fold";

    private const string Now = "now_ms";

    private const string Hold = "hold";

    // Between two attempts to begin a transaction that meets another program's lock.
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    // Writes in one transaction: the first waits for the last.
    private const int MostAtOnce = 64;

    // Connections that are kept for the next to read. As many as read at once are open, and each has a cache of up to 2 MB
    // (PRAGMA cache_size, by default): kept, those of a crowd would stay for ever.
    private const int MostIdle = 8;

    // A close waits no longer for a transaction that is under way.
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly MonotonicClock _clock;
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentQueue<PendingWrite> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SqliteConnection _writer;
    private volatile DatabaseUnavailableException? _damage;
    private int _idle;
    private bool _isDisposed;

    private SqliteDatabase(string path, MonotonicClock clock)
    {
        (_path, _clock) = (path, clock);

        // The time-out is the library's for statements that meet a lock: in readers, which hardly ever do.
        var builder = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)ISqlDatabase.RequestTimeout.TotalSeconds,
            Mode = SqliteOpenMode.ReadWrite,
        };
        _connectionString = builder.ToString();
        _writer = Connect();
    }

    /// <inheritdoc />
    public SqlDialect Dialect { get; } = new SqliteDialect();

    /// <inheritdoc />
    /// <remarks>The folder is locked (<see cref="DataLock"/>).</remarks>
    public bool IsShared => false;

    /// <inheritdoc />
    public int FormerSchema { get; private set; }

    /// <summary>Opens the database of a data directory, creating it or bringing its schema up to date.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="adopt">True to take a database that does not belong to the recordings beside it.</param>
    /// <param name="clock">By which leases and pauses are measured; null: one of its own.</param>
    /// <exception cref="InvalidDataException">It was written by a newer version of this program, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be used, or does not belong to the recordings beside it.</exception>
    public static SqliteDatabase Open(DataDirectory directory, bool adopt = false, MonotonicClock? clock = null)
    {
        SqliteDatabase? database = null;
        try
        {
            var isNew = !directory.HasDatabase();

            // SQLite gives its side files the mode of the database.
            PrivateFile.Open(directory.DatabaseFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            database = new SqliteDatabase(directory.DatabaseFile, clock ?? new MonotonicClock(TimeProvider.System));
            DatabaseOwnership.Check(database._writer, directory, adopt);
            if (isNew) Execute(database._writer, "PRAGMA auto_vacuum = INCREMENTAL");
            database.Configure(database._writer);
            database.FormerSchema = Migrations.Apply(database._writer);
            DatabaseOwnership.Settle(database._writer, directory);
            return database;
        }
        catch (SqliteException exception)
        {
            database?.Dispose();
            if (SqliteFaults.Translate(exception, directory.DatabaseFile) is var translated and not SqliteException)
                throw translated;
            throw new InvalidDataException($"The database {directory.DatabaseFile} cannot be opened: {exception.Message}", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            database?.Dispose();
            throw SqliteFaults.Forbidden(directory.DatabaseFile, exception);
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database of a data directory that a server, or <c>hansard keys create</c>, has made.</summary>
    /// <exception cref="IOException">There is none, or it cannot be used.</exception>
    /// <exception cref="InvalidDataException">It was written by a newer version of this program, or is damaged.</exception>
    public static SqliteDatabase OpenExisting(DataDirectory directory, bool adopt = false) => directory.HasDatabase()
        ? Open(directory, adopt)
        : throw new IOException($"There is no Hansard database in {directory.Root}: name the server's data directory with --data.");

    /// <inheritdoc />
    public T Read<T>(Func<DbConnection, T> query)
    {
        try
        {
            var connection = TakeReader();
            try
            {
                return query(connection);
            }
            finally
            {
                Keep(connection);
            }
        }
        catch (SqliteException exception) when (Translate(exception) is var translated and not SqliteException)
        {
            throw translated;
        }
    }

    /// <inheritdoc />
    /// <remarks>
    /// Writes that wait for another go together, in one transaction and a savepoint each, so that the disk is synced once for all of them:
    /// a sync takes longer than what most of them do. What runs after the commit comes before the next transaction.
    /// </remarks>
    public async Task<T> WriteAsync<T>(
        Func<DbConnection, T> statements, TimeSpan timeout, Func<Task>? committed = null,
        CancellationToken cancellationToken = default)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var start = Stopwatch.GetTimestamp();
        var write = new PendingWrite<T>(statements, committed);
        _waiting.Enqueue(write);
        try
        {
            if (!await _writing.WaitAsync(timeout, cancellation.Token))
                return write.GiveUp() ? throw DatabaseUnavailableException.ForLock() : await write.Done;
        }
        catch (OperationCanceledException) when (!write.GiveUp())
        {
            return await write.Done;
        }

        try
        {
            // Otherwise whoever had its turn before took it along.
            if (write.Take()) await WriteAsync(write, start, timeout, cancellation.Token);
        }
        finally
        {
            _writing.Release();
        }
        return await write.Done;
    }

    /// <inheritdoc />
    /// <remarks>
    /// A database in which damage was found is not fit to be used until another is in its place, wherever it is. The value is another each
    /// time: SQLite writes no page that would be as it was.
    /// </remarks>
    public Task ProbeAsync(TimeSpan timeout) => _damage is { } damage ? Task.FromException(damage) : ((ISqlDatabase)this).WriteAsync(
        connection => Execute(
            connection,
            """
            INSERT INTO settings (name, value)
            SELECT 'ready', (SELECT count(*) FROM (SELECT 1 FROM transcriptions LIMIT 1)) || ' ' || hex(randomblob(8)) WHERE true
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """),
        timeout);

    /// <summary>Reads all of it, beside the work. Damage that is found stays known, and <see cref="ProbeAsync"/> tells it.</summary>
    /// <exception cref="InvalidDataException">It is damaged; the message says what to do.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Review(CancellationToken cancellationToken)
    {
        try
        {
            DatabaseExamination.Check(_path, cancellationToken);
        }
        catch (InvalidDataException damage)
        {
            _damage ??= DatabaseUnavailableException.ForDamage(damage);
            throw;
        }
    }

    /// <inheritdoc />
    /// <remarks>Pages go back to the file system, and the log is emptied.</remarks>
    public Task ReleaseSpaceAsync(CancellationToken cancellationToken) => ((ISqlDatabase)this).WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA incremental_vacuum(1000)";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                // Each step frees one page.
            }
        },
        ISqlDatabase.RequestTimeout,
        () =>
        {
            Execute(_writer, "PRAGMA wal_checkpoint(TRUNCATE)");
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        // Under each of its names, a container disposes of it.
        if (Interlocked.Exchange(ref _isDisposed, true)) return;

        // Whoever still waits is told; whoever writes ends.
        _closing.Cancel();
        _writing.Wait(LongestTransaction);
        _writer.Dispose();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writing.Dispose();
        _closing.Dispose();
    }

    private SqliteConnection TakeReader()
    {
        if (!_readers.TryTake(out var connection)) return Configure(Connect());
        Interlocked.Decrement(ref _idle);
        return connection;
    }

    private void Keep(SqliteConnection reader)
    {
        if (Interlocked.Increment(ref _idle) <= MostIdle) _readers.Add(reader);
        else
        {
            Interlocked.Decrement(ref _idle);
            reader.Dispose();
        }
    }

    private Exception Translate(SqliteException exception)
    {
        var translated = SqliteFaults.TranslateServing(exception, _path);
        if (translated is DatabaseUnavailableException { InnerException: InvalidDataException } damage) _damage ??= damage;
        return translated;
    }

    private async Task BeginAsync(long start, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = raw.sqlite3_exec(_writer.Handle, "BEGIN IMMEDIATE");
            if (result == raw.SQLITE_OK) return;
            if (result is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED)) SqliteException.ThrowExceptionForRC(result, _writer.Handle);
            if (Stopwatch.GetElapsedTime(start) >= timeout) throw DatabaseUnavailableException.ForLock();
            await Task.Delay(LockPause, cancellationToken);
        }
    }

    private async Task WriteAsync(PendingWrite first, long start, TimeSpan timeout, CancellationToken cancellationToken)
    {
        List<PendingWrite> writes = [first];
        try
        {
            // SQLite would go on writing into a file that has been moved or deleted, and what was answered would be lost.
            if (!File.Exists(_path)) throw DatabaseUnavailableException.ForMissingFolder();
            await BeginAsync(start, timeout, cancellationToken);
            while (writes.Count < MostAtOnce && _waiting.TryDequeue(out var next))
                if (next.Take()) writes.Add(next);
            RunAndCommit(writes);
        }
        catch (Exception exception)
        {
            var translated = exception is SqliteException fault ? Translate(fault) : exception;
            foreach (var write in writes) write.Fail(translated);
            return;
        }

        await Task.WhenAll(writes.Select(write => write.CompleteAsync()));
    }

    // Those that fail by themselves are taken out of the list.
    private void RunAndCommit(List<PendingWrite> writes)
    {
        try
        {
            if (writes is [var alone]) alone.Run(_writer);
            else
                foreach (var write in writes.ToArray())
                    if (!RanBesideOthers(write)) writes.Remove(write);
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_writer.Handle, "COMMIT"), _writer.Handle);
        }
        catch
        {
            // After some faults SQLite has done it itself.
            if (raw.sqlite3_get_autocommit(_writer.Handle) == 0) _ = raw.sqlite3_exec(_writer.Handle, "ROLLBACK");
            throw;
        }
    }

    private bool RanBesideOthers(PendingWrite write)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_writer.Handle, "SAVEPOINT one"), _writer.Handle);
        try
        {
            write.Run(_writer);
        }
        catch (Exception exception) when (raw.sqlite3_get_autocommit(_writer.Handle) == 0)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_writer.Handle, "ROLLBACK TO one; RELEASE one"), _writer.Handle);
            write.Fail(exception is SqliteException fault ? Translate(fault) : exception);
            return false;
        }
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_writer.Handle, "RELEASE one"), _writer.Handle);
        return true;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    // Nothing that waits for whoever writes: a new reader must not.
    private SqliteConnection Configure(SqliteConnection connection)
    {
        connection.CreateFunction(Fold, (string? text) => text?.ToUpperInvariant(), isDeterministic: true);

        // There is one writer.
        connection.CreateFunction(Hold, (string _) => 1L);

        // Constant within a statement, which is all that SQLite makes of it.
        connection.CreateFunction(Now, _clock.Milliseconds, isDeterministic: true);
        Execute(
            connection,
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON;
            """);
        return connection;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
