namespace Hansard.Server.Jobs;

/// <summary>Goes on with a service's rounds whatever goes wrong in one, until the server stops.</summary>
/// <remarks>
/// An exception that leaves a hosted service ends the whole server, and one that ends a loop silently leaves its work undone for ever.
/// Databases are locked and disks are full for a while: each reason is logged once, until a round has gone well again.
/// </remarks>
/// <param name="logFault">Logs an exception that ended a round.</param>
/// <param name="clock">Measures pauses.</param>
internal sealed class ServiceLoop(Action<Exception> logFault, TimeProvider clock)
{
    private string? _logged;

    /// <summary>Runs rounds; several loops may share what is logged.</summary>
    /// <param name="round">Does what there is to do and waits for more; its token is cancelled when the server stops.</param>
    /// <param name="pause">Time before the next round when one has failed.</param>
    /// <param name="stopping">The server stops.</param>
    /// <returns>Completes without an exception when the server stops.</returns>
    public async Task RunAsync(Func<CancellationToken, Task> round, TimeSpan pause, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await round(stopping);
                Volatile.Write(ref _logged, null);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log(exception);
                await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Log(Exception exception)
    {
        var reason = $"{exception.GetType()}: {exception.Message}";
        if (Interlocked.Exchange(ref _logged, reason) != reason) logFault(exception);
    }
}
