using System.Text.Json.Nodes;
using Hansard.Server.Doors.Streaming;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Sends events of both sides of a session, the reading and the hearing one, one after the other.</summary>
/// <param name="socket">Not owned.</param>
internal sealed class RealtimeOutput(LiveSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Sends an event.</summary>
    /// <exception cref="System.Net.WebSockets.WebSocketException">The connection is lost, or its client takes nothing.</exception>
    public async Task SendAsync(JsonObject message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();
}
