using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hansard.Resilience.Access;

/// <summary>Somebody who connects to the port that a node has for others, and waits for it to speak: a node speaks first.</summary>
/// <param name="port">The port, of this machine.</param>
internal sealed class NodeVisitor(int port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Connects by TLS.</summary>
    /// <param name="certificate">Shown to the node; null: none.</param>
    /// <param name="sent">Given all bytes that go to the node; null for nobody.</param>
    /// <returns>True when it takes the visitor for a node.</returns>
    public async Task<bool> IsAnsweredAsync(X509Certificate2? certificate, Stream? sent = null)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await using var connection = new RecordedStream(client.GetStream(), sent ?? Stream.Null);
            await using var stream = new SslStream(connection, false, (_, remote, _, _) => remote is not null);
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "a-node",
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
                },
                limit.Token);
            return await stream.ReadAsync(new byte[1], limit.Token) == 1;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends bytes as they are, and reads all that comes until the node closes.</summary>
    /// <returns>The answer; null when the node has not closed in time.</returns>
    public async Task<byte[]?> SendAsync(byte[] bytes)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(Patience);
        using var answer = new MemoryStream();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(bytes, limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset.
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return answer.ToArray();
    }
}
