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
/// An attempt takes its row for a time that no attempt lasts, so that no two servers send it, and one that is killed in the middle leaves
/// it to the next. What may be under way is bounded for each project and each of
/// its receivers: one that hangs delays neither jobs, which only write rows, nor other receivers, and least of all other projects.
/// </remarks>
internal sealed partial class WebhookDelivery(
    IWebhookOutbox outbox,
    WebhookSender sender,
    WebhookSignal signal,
    WebhookOptions options,
    ServerMetrics metrics,
    TimeProvider clock,
    ILogger<WebhookDelivery> logger) : BackgroundService
{
    // Only in case a wake-up is missed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // The end of an attempt that is not stored within that time is done again.
    private readonly TimeSpan _longestAttempt = options.Timeout + TimeSpan.FromSeconds(30);
    private readonly OutboundSlots _slots = new(options.Concurrency, options.ConcurrencyPerProject, options.ConcurrencyPerHost);
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

            var next = signal.Next;
            var due = outbox.Due();
            await StartAsync(due, stopping, abort.Token);

            // What falls due after the look is waited for.
            await Signal.WaitAsync(next, UntilNextDue(due.Time), clock, stopping);
        }
    }

    private Task[] Tasks()
    {
        lock (_lock) return [.. _tasks];
    }

    // One each in turn, until nobody has any more that may be sent.
    private async Task StartAsync(DueWebhooks due, CancellationToken stopping, CancellationToken abort)
    {
        List<string> projects;
        lock (_lock)
        {
            _tasks.RemoveAll(task => task.IsCompleted);
            projects = [.. due.Projects.OrderBy(_slots.CountOf)];
        }
        while (projects.Count > 0)
        {
            foreach (var project in projects.ToList())
                if (!await TryStartAsync(project, stopping, abort)) projects.Remove(project);
        }
    }

    private async Task<bool> TryStartAsync(string project, CancellationToken stopping, CancellationToken abort)
    {
        IReadOnlyList<string> full;
        lock (_lock)
        {
            if (!_slots.HasRoom(project)) return false;
            full = [.. _slots.FullHosts(project)];
        }

        // This loop alone takes slots; others only give them back.
        if (await outbox.TakeAsync(project, full, _longestAttempt, stopping) is not { } webhook) return false;
        lock (_lock)
        {
            _slots.TryTake(project, webhook.Host);
            _tasks.Add(Task.Run(() => DeliverAsync(webhook, abort), CancellationToken.None));
        }
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
            await outbox.ReturnAsync(webhook);
            LogInterrupted(webhook.TranscriptionId);
        }
        catch (Exception exception)
        {
            // The row is as it was, and due again in a while.
            LogFault(exception);
        }
        finally
        {
            lock (_lock) _slots.Release(webhook.ProjectId, webhook.Host);

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
