using System.Threading.RateLimiting;
using Hansard.Server.Configuration;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Api;

/// <summary>Holds each project to its requests a minute, where a limit is set.</summary>
internal sealed class RequestRateMiddleware(RequestDelegate next, HansardServerOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<Project> _limiter = PartitionedRateLimiter.Create<Project, string>(
        project => options.LimitsOf(project.Name).RequestsPerMinute is > 0 and var limit
            ? RateLimitPartition.GetTokenBucketLimiter(project.Id, _ => Bucket(limit))
            : RateLimitPartition.GetNoLimiter(project.Id));

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Project>() is { } project)
        {
            using var lease = _limiter.AttemptAcquire(project);
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                throw ApiException.Limit(
                    $"This project sends more than its limit of {options.LimitsOf(project.Name).RequestsPerMinute} requests a minute: wait as Retry-After says.",
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
            }
        }

        await next(context);
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    // The whole minute's worth may come at once; then one at a time, or a second's worth where that is more.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(perMinute >= 60 ? 1 : 60.0 / perMinute),
        QueueLimit = 0,
    };
}
