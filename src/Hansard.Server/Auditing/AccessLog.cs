using System.Threading.Channels;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Auditing;

/// <summary>Writes down who did what, many entries at once, so that no request waits for it; but those that delete do.</summary>
/// <remarks>
/// An entry is in the database within <see cref="Interval"/>, at a stop before its end; a crash loses those of the last second. One of a
/// deletion is there before its request is answered. While the database cannot be written, entries wait, up to <see cref="Capacity"/>;
/// what comes beyond is lost, and the log says how many.
/// </remarks>
internal sealed partial class AccessLog(
    IAccessLogStore store, HansardServerOptions options, TimeProvider clock, ILogger<AccessLog> logger) : BackgroundService
{
    // 10,000 entries are some 5 MB, and minutes of a busy server.
    private const int Capacity = 10_000;
    private const int Batch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // What a stop waits for a database that is busy.
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(5);

    private readonly Channel<AccessEntry> _entries = Channel.CreateBounded<AccessEntry>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly RepeatedReads _reads = new();
    private long _lost;

    /// <summary>Tells whether anything is noted at all.</summary>
    public bool IsOn => options.AccessLog.Keep > TimeSpan.Zero;

    /// <summary>Notes a deed. Of one that is a deletion, the entry is in the database when the task completes, if that can be.</summary>
    public async ValueTask NoteAsync(AccessEntry entry)
    {
        if (!IsOn || (entry.Action is AccessAction.Read && _reads.IsRepeated(entry))) return;
        if (entry.Action is AccessAction.Delete && await TryWriteAsync([entry], CancellationToken.None)) return;
        if (!_entries.Writer.TryWrite(entry)) Interlocked.Increment(ref _lost);
    }

    /// <summary>The time, as entries have it.</summary>
    public long Now => clock.Milliseconds();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AccessEntry>(Batch);
        try
        {
            while (await _entries.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Interval, clock, stoppingToken);
                while (Take(batch))
                {
                    while (!await TryWriteAsync(batch, stoppingToken)) await Task.Delay(Pause, clock, stoppingToken);
                    batch.Clear();
                }

                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) LogLost(lost);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(LastWrite);
            do
            {
                if (batch.Count > 0 && !await TryWriteAsync(batch, limit.Token)) break;
                batch.Clear();
            }
            while (Take(batch));
        }
    }

    private bool Take(List<AccessEntry> batch)
    {
        while (batch.Count < Batch && _entries.Reader.TryRead(out var entry)) batch.Add(entry);

        // They come when a request ends, and bear the time when it began.
        batch.Sort((left, right) => left.Time.CompareTo(right.Time));
        return batch.Count > 0;
    }

    private async Task<bool> TryWriteAsync(List<AccessEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            await store.AddAsync(entries, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFault(entries.Count, exception.Message);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(410, LogLevel.Warning, "{Count} entries of the access log cannot be written now, and are tried again: {Reason}")]
    private partial void LogFault(int count, string reason);

    [LoggerMessage(411, LogLevel.Error, "{Count} entries of the access log are lost: the database could not be written for too long")]
    private partial void LogLost(long count);
}
