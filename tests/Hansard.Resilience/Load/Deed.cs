using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hansard.Resilience.Load;

/// <summary>Times and answers of one kind of request.</summary>
internal sealed class Deed
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly ConcurrentDictionary<int, int> _statuses = [];

    /// <summary>Requests that were answered.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>How many had which status; 0: the connection broke off.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>The time within which a share of all was answered, in milliseconds.</summary>
    public double Percentile(double share)
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    /// <summary>Sends a request and notes what came of it.</summary>
    /// <returns>The answer, read to its end; null where none came.</returns>
    public async Task<HttpResponseMessage?> DoAsync(Func<Task<HttpResponseMessage>> request)
    {
        var began = Stopwatch.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await request();
            await response.Content.LoadIntoBufferAsync();
            return response;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
        finally
        {
            _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            _statuses.AddOrUpdate((int?)response?.StatusCode ?? 0, 1, (_, before) => before + 1);
        }
    }
}
