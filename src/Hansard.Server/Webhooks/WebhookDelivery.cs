using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Webhooks;

/// <summary>
/// Delivers the webhooks of the outbox, each at least once, with growing pauses between tries, until the receiver accepts it or it has
/// been tried often enough.
/// </summary>
/// <remarks>
/// A row is changed only when a try has ended, so a server that is killed in the middle of one tries again after its start. Only this
/// process has the data directory, so what is under way is known in memory. Every receiver has a bounded number of tries at once: one
/// that hangs delays neither jobs, which only write rows, nor other receivers.
/// </remarks>
internal sealed partial class WebhookDelivery(
    Database database, WebhookSender sender, WebhookSignal signal, WebhookOptions options, ServerMetrics metrics, TimeProvider clock,
    ILogger<WebhookDelivery> logger) : BackgroundService
{
    // Only in case a wake-up is missed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Webhook> _underWay = [];
    private readonly List<Task> _tasks = [];
    private readonly Lock _lock = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // One time for both: what falls due between two would be neither started nor waited for.
                var (next, now) = (signal.Next, clock.Milliseconds());
                StartDue(now, abort.Token);
                await Signal.WaitAsync(next, UntilNextDue(now), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogFault(exception);
                await Task.Delay(PauseAfterFault, clock, CancellationToken.None);
            }
        }

        abort.CancelAfter(options.StopGrace);
        await Task.WhenAll(Tasks());
    }

    private Task[] Tasks()
    {
        lock (_lock) return [.. _tasks];
    }

    private void StartDue(long now, CancellationToken abort)
    {
        lock (_lock)
        {
            _tasks.RemoveAll(task => task.IsCompleted);
            foreach (var webhook in Choose(now)) _tasks.Add(Task.Run(() => DeliverAsync(webhook, abort), CancellationToken.None));
        }
    }

    // Under the lock.
    private List<Webhook> Choose(long now)
    {
        var free = options.Concurrency - _underWay.Count;
        var chosen = new List<Webhook>();
        if (free <= 0) return chosen;
        var ofReceiver = _underWay.Values.CountBy(webhook => webhook.Receiver).ToDictionary();
        return database.Read(connection =>
        {
            foreach (var webhook in WebhookOutbox.Due(connection, now))
            {
                if (chosen.Count == free) break;
                var count = ofReceiver.GetValueOrDefault(webhook.Receiver);
                if (count >= options.ConcurrencyPerHost || !_underWay.TryAdd(webhook.Seq, webhook)) continue;
                ofReceiver[webhook.Receiver] = count + 1;
                chosen.Add(webhook);
            }

            return chosen;
        });
    }

    private async Task DeliverAsync(Webhook webhook, CancellationToken abort)
    {
        try
        {
            var (status, failure) = await sender.SendAsync(webhook, abort);
            if (status is >= 200 and < 300) await DeliveredAsync(webhook, status.Value);
            else await FailedAsync(webhook, status, failure);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            LogInterrupted(webhook.TranscriptionId);
        }
        catch (Exception exception)
        {
            // The row is as it was: it is due again at once, and must not be tried in a tight loop.
            LogFault(exception);
            await Task.Delay(PauseAfterFault, clock, CancellationToken.None);
        }
        finally
        {
            lock (_lock) _underWay.Remove(webhook.Seq);
            signal.Set();
        }
    }

    private async Task DeliveredAsync(Webhook webhook, int status)
    {
        await database.WriteAsync(
            connection =>
            {
                WebhookOutbox.RecordStatus(connection, webhook, status);
                WebhookOutbox.Remove(connection, webhook);
            },
            Database.BackgroundPatience);
        metrics.WebhookTried("delivered");
        LogDelivered(webhook.TranscriptionId, status);
    }

    private async Task FailedAsync(Webhook webhook, int? status, string? failure)
    {
        var tries = (int)webhook.Attempts + 1;
        var last = tries >= options.MaximumTries;
        var pause = RetryPause.After(tries, options, Random.Shared.NextDouble());
        await database.WriteAsync(
            connection =>
            {
                WebhookOutbox.RecordStatus(connection, webhook, status);
                if (last) WebhookOutbox.Remove(connection, webhook);
                else WebhookOutbox.Postpone(connection, webhook, clock.Milliseconds() + (long)pause.TotalMilliseconds);
            },
            Database.BackgroundPatience);
        metrics.WebhookTried(last ? "given_up" : "failed");
        failure ??= $"status {status}";
        if (last) LogGivenUp(webhook.TranscriptionId, tries, failure);
        else LogFailed(webhook.TranscriptionId, tries, failure, pause.TotalSeconds);
    }

    private TimeSpan UntilNextDue(long now)
    {
        if (database.Read(connection => WebhookOutbox.NextDue(connection, now)) is not { } due) return LongestWait;
        var wait = TimeSpan.FromMilliseconds(Math.Max(1, due - clock.Milliseconds()));
        return wait < LongestWait ? wait : LongestWait;
    }

    [LoggerMessage(120, LogLevel.Information, "Webhook of job {JobId} delivered: status {Status}")]
    private partial void LogDelivered(string jobId, int status);

    [LoggerMessage(121, LogLevel.Information, "Webhook of job {JobId}: try {Try} failed ({Failure}); the next in {Seconds:0.#} s")]
    private partial void LogFailed(string jobId, int @try, string failure, double seconds);

    [LoggerMessage(122, LogLevel.Warning, "Webhook of job {JobId} is given up after {Tries} tries ({Failure})")]
    private partial void LogGivenUp(string jobId, int tries, string failure);

    [LoggerMessage(123, LogLevel.Information, "Webhook of job {JobId} was interrupted: the server stops, and tries again after its next start")]
    private partial void LogInterrupted(string jobId);

    [LoggerMessage(124, LogLevel.Error, "The delivery of webhooks failed; it goes on")]
    private partial void LogFault(Exception exception);
}
