using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Hansard.Server.Storage.Sql;
using Npgsql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>A PostgreSQL database (15 or later) that any number of servers share.</summary>
/// <remarks>
/// Nothing outlives a transaction on a connection: no prepared statements, no session locks, so that PgBouncer may stand between in
/// transaction mode. Transactions are of READ COMMITTED: what they decide by, they lock (<see cref="SqlDialect.ForUpdate"/>,
/// <see cref="Holds"/>). One that meets a passing fault runs again. One whose commit was not answered waits until it has an outcome
/// (<c>pg_xact_status</c>) and looks for its own row (<see cref="CommitsSchema"/>) before anything else is done, so that nothing is written
/// twice, and nothing taken for lost, or for kept, that is not.
/// </remarks>
internal sealed class PostgresDatabase : ISqlDatabase
{
    // A failover, or a restart, takes some seconds; requests give up before.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // Whoever starts a server looks at its log no longer before wondering.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(3);

    // A transaction waits for another's rows no longer: those of well-behaved ones are there within milliseconds.
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _closing = new();
    private bool _isDisposed;

    private PostgresDatabase(NpgsqlDataSource source) => _source = source;

    /// <inheritdoc />
    public SqlDialect Dialect { get; } = new PostgresDialect();

    /// <inheritdoc />
    public bool IsShared => true;

    /// <inheritdoc />
    public int FormerSchema { get; private set; }

    /// <summary>Opens a database, making its tables or bringing them up to date.</summary>
    /// <param name="source">Connections to it; disposed of with this.</param>
    /// <param name="patience">Time to wait for a server that cannot be reached.</param>
    /// <param name="waiting">Told once why it is waited for; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">
    /// It was written by a newer version of this program, beside which this one cannot work, or PostgreSQL is too old.
    /// </exception>
    /// <exception cref="IOException">It cannot be reached, or refuses this user.</exception>
    public static async Task<PostgresDatabase> OpenAsync(
        NpgsqlDataSource source, TimeSpan patience, Action<string>? waiting = null, CancellationToken cancellationToken = default)
    {
        var database = new PostgresDatabase(source);
        try
        {
            database.FormerSchema = await database.MigrateAsync(patience, waiting, cancellationToken);
            return database;
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or NpgsqlException)
        {
            database.Dispose();
            throw CannotOpen(exception);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public T Read<T>(Func<DbConnection, T> query)
    {
        var start = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                using var connection = _source.OpenConnection();
                return query(connection);
            }
            catch (Exception exception) when (PostgresFaults.Translate(exception) is var translated && translated != exception)
            {
                if (!PostgresFaults.IsPassing(exception) || Stopwatch.GetElapsedTime(start) + pause >= ISqlDatabase.RequestTimeout)
                    throw translated;
            }
            _closing.Token.WaitHandle.WaitOne(pause);
            _closing.Token.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc />
    public Task<T> WriteAsync<T>(
        Func<DbConnection, T> statements, TimeSpan timeout, Func<Task>? committed = null, CancellationToken cancellationToken = default)
        => WriteAsync(() => Guid.CreateVersion7(), statements, timeout, committed, cancellationToken);

    /// <inheritdoc />
    public Task ProbeAsync(TimeSpan timeout) => ((ISqlDatabase)this).WriteAsync(
        connection => connection.Execute(
            "INSERT INTO settings (name, value) VALUES ('ready', '1') ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
        timeout);

    /// <inheritdoc />
    /// <remarks>
    /// Space is PostgreSQL's own business (autovacuum); here go the rows of transactions that nobody asks for any more.
    /// </remarks>
    public Task ReleaseSpaceAsync(CancellationToken cancellationToken) => ((ISqlDatabase)this).WriteAsync(
        connection => connection.Execute("DELETE FROM commits WHERE made_at < now() - interval '1 hour'"), cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        _closing.Cancel();
        _source.Dispose();
        _closing.Dispose();
    }

    // Without an id, as in a database that has no tables yet, a transaction whose commit was not answered runs again.
    private async Task<T> WriteAsync<T>(
        Func<Guid?> newId, Func<DbConnection, T> statements, TimeSpan timeout, Func<Task>? committed, CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var start = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                var result = await AttemptAsync(newId(), statements, start, timeout, cancellation.Token);
                if (committed is not null) await committed();
                return result;
            }
            catch (Exception exception) when (PostgresFaults.Translate(exception) is var translated && translated != exception)
            {
                if (!PostgresFaults.IsPassing(exception) || Stopwatch.GetElapsedTime(start) + pause >= timeout) throw translated;
            }
            await Task.Delay(pause + TimeSpan.FromMilliseconds(Random.Shared.Next(20)), cancellation.Token);
            pause = Longer(pause);
        }
    }

    private static string ReasonOf(Exception exception)
    {
        var reason = (exception as DatabaseUnavailableException)?.InnerException ?? exception;
        return (reason as PostgresException)?.MessageText ?? reason.Message.TrimEnd('.');
    }

    private static IOException CannotOpen(Exception exception) => new(
        $"The database cannot be opened ({ReasonOf(exception)}): see that it runs, that --database names its host, port, user and "
        + "name, and that this user may make tables in it.", exception);

    private static TimeSpan Longer(TimeSpan pause) => pause + pause < LongestPause ? pause + pause : LongestPause;

    private async Task<int> MigrateAsync(TimeSpan patience, Action<string>? waiting, CancellationToken cancellationToken)
    {
        if (waiting is null || patience <= FirstPatience)
            return await WriteAsync(() => null, PostgresMigrations.Apply, patience, null, cancellationToken);
        try
        {
            return await WriteAsync(() => null, PostgresMigrations.Apply, FirstPatience, null, cancellationToken);
        }
        catch (DatabaseUnavailableException exception)
        {
            waiting(ReasonOf(exception));
            return await WriteAsync(() => null, PostgresMigrations.Apply, patience - FirstPatience, null, cancellationToken);
        }
    }

    private async Task<T> AttemptAsync<T>(
        Guid? id, Func<DbConnection, T> statements, long start, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

        // One round trip with BEGIN. A server that is paused in the middle must not hold up the others.
        var left = timeout - Stopwatch.GetElapsedTime(start);
        var locks = left < LongestLock ? left : LongestLock;
        var number = await connection.QuerySingleAsync<string>(
            new CommandDefinition(
                $"""
                SET LOCAL lock_timeout = {Math.Max(1, (long)locks.TotalMilliseconds)};
                SET LOCAL idle_in_transaction_session_timeout = 30000;
                {(id is null ? "" : $"INSERT INTO commits (id) VALUES ('{id}');")}
                SELECT pg_current_xact_id()::text
                """,
                transaction: transaction,
                cancellationToken: cancellationToken));
        var result = statements(connection);
        try
        {
            // Not cancelled any more: it would not be known whether it has happened.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is not PostgresException && PostgresFaults.IsPassing(exception))
        {
            if (id is not { } own || !await HasCommittedAsync(own, number, exception, start, timeout)) throw;
        }
        return result;
    }

    private async Task<bool> HasCommittedAsync(Guid id, string number, Exception fault, long start, TimeSpan timeout)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(_closing.Token);
                var status = await connection.QuerySingleAsync<string?>("SELECT pg_xact_status(CAST(@number AS xid8))", new { number });

                // A statement of its own, which sees what the first has seen end.
                if (status is not "in progress")
                    return await connection.QuerySingleAsync<bool>("SELECT EXISTS (SELECT 1 FROM commits WHERE id = @id)", new { id });
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
            {
                // "is in the future": a replica took over that never had it.
                return false;
            }
            catch (Exception exception) when (PostgresFaults.IsPassing(exception))
            {
                // Not yet back.
            }
            if (Stopwatch.GetElapsedTime(start) + pause >= timeout) throw DatabaseUnavailableException.ForUnknownOutcome(fault);
            await Task.Delay(pause, _closing.Token);
        }
    }
}
