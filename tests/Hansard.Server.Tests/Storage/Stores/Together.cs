namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Runs things at the same time.</summary>
internal static class Together
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs something several times at once, from threads that begin together.</summary>
    public static async Task<T[]> RunAsync<T>(int count, Func<int, Task<T>> run)
    {
        using var gate = new ManualResetEventSlim();
        var tasks = Enumerable.Range(0, count).Select(i => Task.Factory.StartNew(
            () =>
            {
                gate.Wait();
                return run(i);
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToArray();
        gate.Set();
        return await Task.WhenAll(tasks).WaitAsync(Longest);
    }

    /// <inheritdoc cref="RunAsync{T}" />
    public static Task RunAsync(int count, Func<int, Task> run) => RunAsync(count, async i =>
    {
        await run(i);
        return true;
    });
}
