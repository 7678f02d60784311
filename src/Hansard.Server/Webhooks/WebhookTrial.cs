using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Hansard.Server.Contract;

namespace Hansard.Server.Webhooks;

/// <summary>Sends a webhook once for somebody who waits for the outcome, as often as people try things and no program does.</summary>
/// <param name="sender">Sends it as it does the real ones.</param>
/// <param name="clock">Measures the time.</param>
internal sealed class WebhookTrial(WebhookSender sender, TimeProvider clock) : IDisposable
{
    // Of a project: a person who tries a receiver out, and not a way to send many requests to somebody.
    private const int PerMinute = 10;

    // Of all projects, and bounded in time by the sender.
    private const int AtOnce = 8;

    // No transcription has it.
    private static readonly string NoTranscription = Guid.Empty.ToString();

    private readonly SemaphoreSlim _underWay = new(AtOnce, AtOnce);

    private readonly PartitionedRateLimiter<string> _rate = PartitionedRateLimiter.Create<string, string>(
        project => RateLimitPartition.GetTokenBucketLimiter(project, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(60.0 / PerMinute),
            QueueLimit = 0,
        }));

    /// <summary>Sends it.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="url">The URL to post to.</param>
    /// <param name="headerName">A header to send along, or null.</param>
    /// <param name="headerValue">Its value.</param>
    /// <param name="cancellationToken">The client is gone.</param>
    /// <exception cref="ApiException">It is one too many.</exception>
    public async Task<WebhookTrialResult> RunAsync(
        string project, string url, string? headerName, string? headerValue, CancellationToken cancellationToken)
    {
        using (var lease = _rate.AttemptAcquire(project))
        {
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(60.0 / PerMinute);
                throw ApiException.Limit(
                    $"A project tries webhooks {PerMinute} times a minute at most: wait a little.",
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
            }
        }

        if (!await _underWay.WaitAsync(TimeSpan.Zero, cancellationToken))
            throw ApiException.Limit("Other webhooks are being tried at this moment: wait a little.", 5);
        try
        {
            var sent = JsonSerializer.SerializeToUtf8Bytes(new { id = NoTranscription, status = "completed", test = true });
            var started = clock.GetTimestamp();
            var answer = await sender.TryAsync(project, url, headerName, headerValue, sent, cancellationToken);
            return new WebhookTrialResult(answer, clock.GetElapsedTime(started), Encoding.UTF8.GetString(sent));
        }
        finally
        {
            _underWay.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rate.Dispose();
        _underWay.Dispose();
    }
}

/// <summary>The outcome of trying a webhook.</summary>
/// <param name="Answer">The receiver's answer.</param>
/// <param name="Duration">Time that it took.</param>
/// <param name="Sent">The body that was sent.</param>
internal sealed record WebhookTrialResult(WebhookAnswer Answer, TimeSpan Duration, string Sent);
