using System.Collections.Concurrent;

namespace Hansard.Server.Tests.Cluster;

/// <summary>Jobs that were brought to servers which may fail at any time.</summary>
internal sealed class BroughtJobs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _allowed = new(0);

    /// <summary>Ids of those that were accepted, and the contents of their recordings.</summary>
    public ConcurrentDictionary<string, string> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>Lets so many more be brought: there is to be work while things fail.</summary>
    public void Allow(int jobs) => _allowed.Release(jobs);

    /// <summary>Brings jobs to a server, each again and again until it is accepted.</summary>
    public async Task BringAsync(ServerProcess server, int from, int to, CancellationToken cancellationToken)
    {
        using var client = server.NewClient();
        for (var i = from; i < to; i++)
        {
            await _allowed.WaitAsync(cancellationToken);
            var content = (i % 5) switch
            {
                0 => $"slow 300 {i}",
                1 => $"invalid {i}",
                2 => $"slow 20 {i}",
                // Longer than a worker that stands still keeps its lease.
                3 => $"slow 2500 {i}",
                _ => $"hello {i}",
            };
            for (var isAccepted = false; !isAccepted;)
            {
                try
                {
                    var file = await client.UploadAsync(new StringContent(content));
                    Accepted[(await client.CreateAsync("file_id", file.String("id"), null)).String("id")] = content;
                    isAccepted = true;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or Xunit.Sdk.XunitException)
                {
                    // Not answered, or answered with 503: it may be there or not, and is sent again.
                    await Task.Delay(100, cancellationToken);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _allowed.Dispose();

    /// <summary>Waits for the end of a job.</summary>
    /// <returns>Its status.</returns>
    public static async Task<string> EndAsync(HttpClient client, string id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                using var response = await client.GetAsync($"/v1/transcriptions/{id}", limit.Token);
                var status = (await Answer.OkAsync(response, 200)).String("status")!;
                if (status is "completed" or "error") return status;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or Xunit.Sdk.XunitException)
            {
                // It is being started, or without its database.
            }
            await Task.Delay(200, cancellationToken);
        }
        return $"none within {Patience}";
    }
}
