using Hansard.Server.Configuration;
using Hansard.Server.Contract;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Counts the calls of tools that run at once.</summary>
/// <param name="options">How many there may be.</param>
internal sealed class McpCalls(HansardServerOptions options)
{
    private const int RetrySeconds = 5;

    private int _running;

    /// <summary>Takes a place until the result is disposed of.</summary>
    /// <exception cref="ApiException">All are taken.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _running) <= options.Doors.Mcp.Calls) return new Place(this);
        Interlocked.Decrement(ref _running);
        throw ApiException.Limit("This server is busy with other calls of tools: call again in some seconds.", RetrySeconds);
    }

    private sealed class Place(McpCalls calls) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) Interlocked.Decrement(ref calls._running);
        }
    }
}
