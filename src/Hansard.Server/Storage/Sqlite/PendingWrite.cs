using System.Data.Common;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Statements that wait for their transaction.</summary>
/// <param name="committed">Runs after the commit; null: nothing does.</param>
internal abstract class PendingWrite(Func<Task>? committed)
{
    private const int Waits = 0;
    private const int IsTaken = 1;
    private const int IsGivenUp = 2;

    private int _state = Waits;

    /// <summary>Takes them into a transaction.</summary>
    /// <returns>False where that has happened before, or nobody wants it any more.</returns>
    public bool Take() => Interlocked.CompareExchange(ref _state, IsTaken, Waits) == Waits;

    /// <summary>Takes them back.</summary>
    /// <returns>False where they are in a transaction, and their end is to be waited for.</returns>
    public bool GiveUp() => Interlocked.CompareExchange(ref _state, IsGivenUp, Waits) == Waits;

    /// <summary>Runs the statements, and keeps their result.</summary>
    public abstract void Run(DbConnection connection);

    /// <summary>Does what follows the commit, and gives the result to whoever waits for it.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            if (committed is not null) await committed();
        }
        catch (Exception exception)
        {
            Fail(exception);
            return;
        }
        Succeed();
    }

    /// <summary>Gives a failure to whoever waits; nothing where they have the result.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Gives the result to whoever waits.</summary>
    protected abstract void Succeed();
}

/// <inheritdoc />
/// <param name="statements">The statements.</param>
/// <param name="committed">Runs after the commit; null: nothing does.</param>
internal sealed class PendingWrite<T>(Func<DbConnection, T> statements, Func<Task>? committed) : PendingWrite(committed)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>The result, when the transaction is on the disk.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc />
    public override void Run(DbConnection connection) => _result = statements(connection);

    /// <inheritdoc />
    public override void Fail(Exception exception) => _done.TrySetException(exception);

    /// <inheritdoc />
    protected override void Succeed() => _done.TrySetResult(_result!);
}
