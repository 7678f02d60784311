using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Observability;
using Hansard.Server.Outbound;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Webhooks;

/// <summary>
/// Delivers the webhooks of the outbox, each at least once, with growing pauses between attempts, until the receiver accepts it or it has
/// been tried often enough.
/// </summary>
/// <remarks>
/// A row is changed only when an attempt has ended, so a server that is killed in the middle of one tries again after its start. Only this
/// process has the data directory, so what is under way is known in memory. What may be under way is bounded for each project and each of
/// its receivers: one that hangs delays neither jobs, which only write rows, nor other receivers, and least of all other projects.
/// </remarks>
internal sealed partial class WebhookDelivery(
    IWebhookOutbox outbox,
    WebhookSender sender,
    WebhookSignal signal,
    WebhookOptions options,
    ServerMetrics metrics,
    TimeProvider clock,
    MonotonicClock monotonic,
    ILogger<WebhookDelivery> logger) : BackgroundService
{
    // Only in case a wake-up is missed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly OutboundSlots _slots = new(options.Concurrency, options.ConcurrencyPerProject, options.ConcurrencyPerHost);
    private readonly Dictionary<long, Webhook> _underWay = [];
    private readonly List<Task> _tasks = [];
    private readonly Lock _lock = new();

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abort = new CancellationTokenSource();
        var hastened = false;
        await new ServiceLoop(LogFault, clock).RunAsync(RoundAsync, Signal.PauseAfterFault, stoppingToken);

        abort.CancelAfter(options.StopGrace);
        await Task.WhenAll(Tasks());

        async Task RoundAsync(CancellationToken stopping)
        {
            if (!hastened) await outbox.HastenAsync(stopping);
            hastened = true;

            // The time before the look: what falls due between the two would be neither started nor waited for.
            var (next, now) = (signal.Next, monotonic.Milliseconds());
            StartDue(abort.Token);
            await Signal.WaitAsync(next, UntilNextDue(now), clock, stopping);
        }
    }

    private Task[] Tasks()
    {
        lock (_lock) return [.. _tasks];
    }

    // One each in turn, until nobody has any more that may be sent.
    private void StartDue(CancellationToken abort)
    {
        lock (_lock)
        {
            _tasks.RemoveAll(task => task.IsCompleted);
            var projects = outbox.DueProjects().OrderBy(_slots.CountOf).ToList();
            while (projects.Count > 0) projects.RemoveAll(project => !TryStart(project, abort));
        }
    }

    private bool TryStart(string project, CancellationToken abort)
    {
        if (!_slots.HasRoom(project)) return false;
        var underWay = _underWay.Values.Where(other => other.ProjectId == project).Select(other => other.Seq);
        if (outbox.NextDue(project, underWay, _slots.FullHosts(project)) is not { } webhook) return false;
        _slots.TryTake(project, webhook.Host);
        _underWay.Add(webhook.Seq, webhook);
        _tasks.Add(Task.Run(() => DeliverAsync(webhook, abort), CancellationToken.None));
        return true;
    }

    private async Task DeliverAsync(Webhook webhook, CancellationToken abort)
    {
        try
        {
            var result = await sender.SendAsync(webhook, abort);
            if (result.Status is >= 200 and < 300) await DeliveredAsync(webhook, result.Status.Value);
            else await FailedAsync(webhook, result);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            LogInterrupted(webhook.TranscriptionId);
        }
        catch (Exception exception)
        {
            // The row is as it was: it is due again at once, and must not be tried in a tight loop.
            LogFault(exception);
            await Task.Delay(Signal.PauseAfterFault, clock, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(webhook.Seq);
                _slots.Release(webhook.ProjectId, webhook.Host);
            }

            signal.Set();
        }
    }

    private async Task DeliveredAsync(Webhook webhook, int status)
    {
        await outbox.EndAsync(webhook, status);
        metrics.WebhookTried("delivered");
        LogDelivered(webhook.TranscriptionId, status);
    }

    private async Task FailedAsync(Webhook webhook, WebhookResult result)
    {
        var tries = (int)webhook.Attempts + 1;
        var failure = result.Failure ?? $"status {result.Status}";
        if (tries >= options.MaximumTries)
        {
            await outbox.EndAsync(webhook, result.Status);
            metrics.WebhookTried("given_up");
            LogGivenUp(webhook.TranscriptionId, tries, failure);
            return;
        }

        var pause = RetryPause.After(tries, options, Random.Shared.NextDouble());
        await outbox.PostponeAsync(webhook, result.Status, pause);
        metrics.WebhookTried("failed");
        LogFailed(webhook.TranscriptionId, tries, failure, pause.TotalSeconds);
    }

    private TimeSpan UntilNextDue(long now)
    {
        if (outbox.UntilNextDue(now) is not { } wait || wait > LongestWait) return LongestWait;
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    [LoggerMessage(120, LogLevel.Information, "Webhook of job {JobId} delivered: status {Status}")]
    private partial void LogDelivered(string jobId, int status);

    [LoggerMessage(121, LogLevel.Information, "Webhook of job {JobId}: try {Try} failed ({Failure}); the next in {Seconds:0.#} s")]
    private partial void LogFailed(string jobId, int @try, string failure, double seconds);

    [LoggerMessage(122, LogLevel.Warning, "Webhook of job {JobId} is given up after {Tries} tries ({Failure})")]
    private partial void LogGivenUp(string jobId, int tries, string failure);

    [LoggerMessage(
        123, LogLevel.Information, "Webhook of job {JobId} was interrupted: the server stops, and tries again after its next start")]
    private partial void LogInterrupted(string jobId);

    [LoggerMessage(124, LogLevel.Error, "The delivery of webhooks failed; it goes on")]
    private partial void LogFault(Exception exception);
}
