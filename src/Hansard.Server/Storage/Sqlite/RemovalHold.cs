using System.Globalization;
using Dapper;
using Hansard.Server.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Keeps a server from removing the bytes of deleted recordings while a backup copies them.</summary>
/// <remarks>
/// What is deleted is gone for everybody at once; its bytes follow when nothing holds them (<see cref="RecordingRemoval"/>). A hold ends
/// by itself soon after whoever has it was killed.
/// </remarks>
internal sealed class RemovalHold : IAsyncDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly string _name = $"{BlobUse.HoldPrefix}{Guid.NewGuid()}";
    private readonly CancellationTokenSource _end = new();
    private readonly string _path;
    private readonly Task _renewal;

    private RemovalHold(string path)
    {
        _path = path;
        Renew();
        _renewal = Task.Run(RenewAsync);
    }

    /// <summary>Begins a hold: nothing that is deleted after this returns is removed before its end.</summary>
    /// <exception cref="IOException">The database cannot be written.</exception>
    public static RemovalHold Begin(DataDirectory directory)
    {
        try
        {
            return new RemovalHold(directory.DatabaseFile);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(exception, directory.DatabaseFile) is var translated and not SqliteException
                ? translated
                : new IOException($"{directory.DatabaseFile} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Removes all holds from a copy of a database.</summary>
    public static void Remove(SqliteConnection copy)
        => copy.Execute("DELETE FROM settings WHERE name LIKE @names", new { names = BlobUse.HoldPrefix + '%' });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _renewal;
        _end.Dispose();
        try
        {
            using var connection = Connect();
            connection.Execute("DELETE FROM settings WHERE name = @_name", new { _name });
        }
        catch (SqliteException)
        {
            // It ends by itself.
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    Renew();
                }
                catch (SqliteException)
                {
                    // It is tried again before the hold ends; a recording that is lost for it is missed at the end of the backup.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Renew()
    {
        var now = TimeProvider.System.Milliseconds();
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(
            "DELETE FROM settings WHERE name LIKE @names AND CAST(value AS BIGINT) < @now",
            new { names = BlobUse.HoldPrefix + '%', now }, transaction);
        connection.Execute(
            "INSERT INTO settings (name, value) VALUES (@_name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { _name, value = (now + (long)Length.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) }, transaction);
        transaction.Commit();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Pooling = false,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = (int)Interval.TotalSeconds,
        }.ToString());
        connection.Open();
        return connection;
    }
}
