using System.Diagnostics;
using Npgsql;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Watches how long nothing ends in a cluster although jobs are there.</summary>
internal sealed class ClusterProgress : IAsyncDisposable
{
    private readonly FaultyCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _since = Stopwatch.GetTimestamp();

    public ClusterProgress(FaultyCluster cluster)
    {
        _cluster = cluster;
        _watching = WatchAsync();
    }

    /// <summary>The longest time, from the end of a job, or from when an outage of all was over, to the next end.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>An outage in which nothing could end is over: the time begins again.</summary>
    public void Mended() => Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());

    /// <summary>Nothing is waited for any more.</summary>
    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await ((Task)_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var ended = 0L;
        while (true)
        {
            await Task.Delay(250, _stop.Token);
            var now = await ReadAsync();
            if (now is null) continue;
            if (now.Value.Ended == ended && now.Value.Left > 0) continue;
            if (now.Value.Ended > ended) Note();
            ended = now.Value.Ended;
            Mended();
        }
    }

    private void Note()
    {
        var gap = Stopwatch.GetElapsedTime(Interlocked.Read(ref _since));
        if (gap > LongestGap) LongestGap = gap;
    }

    private async Task<(long Ended, long Left)?> ReadAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(_cluster.Connection);
            await connection.OpenAsync(_stop.Token);
            await using var command = new NpgsqlCommand(
                """
                SELECT count(*) FILTER (WHERE status IN ('completed', 'error')), count(*) FILTER (WHERE status IN ('queued', 'processing'))
                FROM transcriptions
                """,
                connection);
            await using var reader = await command.ExecuteReaderAsync(_stop.Token);
            await reader.ReadAsync(_stop.Token);
            return (reader.GetInt64(0), reader.GetInt64(1));
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException && !_stop.IsCancellationRequested)
        {
            // It is away, as the test wants.
            return null;
        }
    }
}
