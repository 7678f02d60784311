using System.Net.Sockets;
using System.Text;

namespace Hansard.Resilience.Input.Http;

/// <summary>Sends bytes over a connection of its own, and reads what comes until the server closes it.</summary>
internal static class RawExchange
{
    /// <summary>A little more than an answer may take, so that a late one is told from none.</summary>
    private static readonly TimeSpan Longest = InputRun.Patience + TimeSpan.FromSeconds(5);

    /// <param name="server">Its address.</param>
    /// <param name="request">One request that asks to close.</param>
    /// <param name="hasBody">False: it is a HEAD.</param>
    /// <param name="endsBy">The end of a head after which nothing more is read, such as that of an endless stream.</param>
    public static async Task<RawAnswer> SendAsync(Uri server, ReadOnlyMemory<byte> request, bool hasBody = true, string? endsBy = null)
    {
        using var client = new TcpClient { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Longest);
        await client.ConnectAsync(server.Host, server.Port, late.Token);
        var stream = client.GetStream();
        var sending = SendAsync(stream, request, late.Token);
        using var answer = new MemoryStream();
        var buffer = new byte[16_384];
        try
        {
            for (int count; (count = await stream.ReadAsync(buffer, late.Token)) > 0;)
            {
                answer.Write(buffer, 0, count);
                if (endsBy is not null && EndsBy(answer, endsBy)) break;
            }
        }
        catch (IOException)
        {
            // Reset: what came before it counts.
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"After {Longest.TotalSeconds} s there were {answer.Length} bytes and no end.");
        }
        client.Close();
        await sending;
        return RawAnswer.Read(answer.GetBuffer().AsSpan(0, (int)answer.Length), hasBody);
    }

    private static bool EndsBy(MemoryStream answer, string header)
    {
        var text = Encoding.Latin1.GetString(answer.GetBuffer(), 0, (int)Math.Min(answer.Length, 4_096));
        return text.Contains("\r\n\r\n", StringComparison.Ordinal) && text.Contains(header, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has answered before it read all of it.
        }
    }
}
