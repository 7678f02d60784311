using System.Data.Common;

namespace Hansard.Server.Storage.Sql;

/// <summary>The database that the stores of this folder are written for, whichever it is.</summary>
/// <remarks>
/// Their SQL is what SQLite and PostgreSQL have in common. What they have not is a function that both are given under one name
/// (<c>fold</c>, <c>now_ms</c>, <c>hold</c>, <c>json_each</c>), or a member of <see cref="SqlDialect"/>.
/// </remarks>
internal interface ISqlDatabase : IDatabase, IDisposable
{
    /// <summary>
    /// Time that a write waits for other writers where a client waits: the SDKs give up after 30 seconds, and some requests write twice.
    /// </summary>
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Time that a write waits that would cost work already done: the transcript of a job that has ended, or a webhook that was delivered.
    /// </summary>
    static readonly TimeSpan BackgroundTimeout = TimeSpan.FromMinutes(30);

    /// <summary>Its way to say what is said differently elsewhere.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Runs queries, which see one state of the database each.</summary>
    /// <exception cref="DatabaseUnavailableException">It is locked, or cannot be reached.</exception>
    T Read<T>(Func<DbConnection, T> query);

    /// <summary>Runs statements in one transaction, which is on the disk when the task completes; an exception undoes all of it.</summary>
    /// <param name="statements">The statements. They run again where another transaction came between.</param>
    /// <param name="timeout">Time to wait for other writers.</param>
    /// <param name="committed">Runs after the commit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DatabaseUnavailableException">
    /// Others had the database for longer than the timeout, it cannot be reached, or the disk is full.
    /// </exception>
    Task<T> WriteAsync<T>(
        Func<DbConnection, T> statements, TimeSpan timeout, Func<Task>? committed = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="WriteAsync{T}(Func{DbConnection, T}, TimeSpan, Func{Task}?, CancellationToken)" />
    Task WriteAsync(
        Action<DbConnection> statements, TimeSpan timeout, Func<Task>? committed = null, CancellationToken cancellationToken = default)
        => WriteAsync(
            connection =>
            {
                statements(connection);
                return true;
            },
            timeout,
            committed,
            cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{DbConnection, T}, TimeSpan, Func{Task}?, CancellationToken)" />
    Task<T> WriteAsync<T>(Func<DbConnection, T> statements, CancellationToken cancellationToken = default)
        => WriteAsync(statements, RequestTimeout, null, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{DbConnection, T}, TimeSpan, Func{Task}?, CancellationToken)" />
    Task WriteAsync(Action<DbConnection> statements, CancellationToken cancellationToken = default)
        => WriteAsync(statements, RequestTimeout, null, cancellationToken);
}
