using System.Threading.RateLimiting;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Projects;

namespace Hansard.Server.Http;

/// <summary>Counts the requests of each project against its limit a minute.</summary>
/// <remarks>A service and not a part of the middleware, which nobody disposes: its timer would outlive the server.</remarks>
internal sealed class RequestRate(HansardServerOptions options) : IDisposable
{
    // Drops the count of a project by itself when that is full again.
    private readonly PartitionedRateLimiter<Project> _limiter = PartitionedRateLimiter.Create<Project, string>(
        project => RateLimitPartition.GetTokenBucketLimiter(project.Id, _ => Bucket(options.LimitsOf(project.Name).RequestsPerMinute)));

    /// <summary>Counts a request.</summary>
    /// <exception cref="ApiException">It is one too many.</exception>
    public void Count(Project project)
    {
        var limit = options.LimitsOf(project.Name).RequestsPerMinute;
        if (limit <= 0) return;
        using var lease = _limiter.AttemptAcquire(project);
        if (lease.IsAcquired) return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        throw ApiException.Limit(
            $"This project sends more than its limit of {limit} requests a minute: wait as Retry-After says.",
            Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
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
