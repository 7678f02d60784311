using System.Net.WebSockets;

namespace Hansard.Server.Doors.Streaming;

/// <summary>The end of a session: whatever ends it is told to its client, where that is still there.</summary>
internal static class SessionEnd
{
    /// <summary>Serves a session to its end.</summary>
    /// <param name="serve">Serves it.</param>
    /// <param name="tell">Tells the client what has ended it.</param>
    /// <param name="gone">Cancelled when the connection is lost.</param>
    public static async Task ServeAsync(Func<Task> serve, Func<Exception, Task> tell, CancellationToken gone)
    {
        try
        {
            await serve();
        }
        catch (Exception exception) when (exception is WebSocketException || gone.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
        catch (Exception fault)
        {
            try
            {
                await tell(fault);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException
                or InvalidOperationException)
            {
                // Nobody is there any more.
            }
        }
    }
}
