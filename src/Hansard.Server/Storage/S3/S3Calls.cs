using System.Diagnostics;

namespace Hansard.Server.Storage.S3;

/// <summary>Calls a bucket's server again while that can help, and says in words of this server why it does not.</summary>
internal static class S3Calls
{
    /// <summary>Patience of whoever has a client that waits: that of the library alone.</summary>
    public static readonly TimeSpan None = TimeSpan.Zero;

    /// <summary>Patience of reading, which must not be lost for the restart of a server. Longer ones are the queue's.</summary>
    public static readonly TimeSpan OfReading = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>Calls.</summary>
    /// <param name="call">May be made again.</param>
    /// <param name="patience">Time from the first call in which it is begun again.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Its result; null when there is no such object.</returns>
    /// <exception cref="ObjectsUnavailableException">It did not succeed.</exception>
    public static async Task<T?> TryAsync<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        var start = Stopwatch.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception exception) when (S3Faults.IsFault(exception, cancellationToken))
            {
                if (S3Faults.IsMissing(exception)) return null;
                if (!S3Faults.IsTransient(exception) || Stopwatch.GetElapsedTime(start) >= patience) throw S3Faults.Translate(exception);
            }

            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc cref="TryAsync{T}" />
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
        => await TryAsync(call, patience, cancellationToken) ?? throw ObjectsUnavailableException.Refused();
}
