using System.Diagnostics;

namespace Hansard.Bench.Service;

/// <summary>Sends requests at a fixed rate, whatever the answers take, and measures each from the time it was due.</summary>
/// <remarks>
/// A client that waits for an answer before it sends the next request stops asking just when the server is slow, and then measures too well
/// ("coordinated omission"). Here a late start counts as the server's.
/// </remarks>
internal static class RequestLoad
{
    /// <param name="client">Of the server.</param>
    /// <param name="paths">Asked for in turn.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="duration">Time for which they are sent.</param>
    /// <returns>Milliseconds from due to answered, ascending.</returns>
    public static async Task<double[]> RunAsync(HttpClient client, IReadOnlyList<string> paths, int perSecond, TimeSpan duration)
    {
        var count = (int)(perSecond * duration.TotalSeconds);
        var requests = new List<Task<double>>(count);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } early) await Task.Delay(early);
            requests.Add(SendAsync(client, paths[i % paths.Count], clock, due));
        }

        return [.. (await Task.WhenAll(requests)).Order()];
    }

    private static async Task<double> SendAsync(HttpClient client, string path, Stopwatch clock, TimeSpan due)
    {
        using var response = await client.GetAsync(path);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}.");
        return (clock.Elapsed - due).TotalMilliseconds;
    }
}
