using System.Net.Sockets;
using System.Text;

namespace Hansard.Server.Tests;

/// <summary>A client that sends just what it is told, whether that is HTTP or not.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    public async Task SendAsync(string text)
        => await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask().WaitAsync(Patience);

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Closes so that the server is told of a reset, as when a program dies or a network goes away, and not of an end.</summary>
    public void Reset() => _client.Client.Close(timeout: 0);

    /// <summary>The head of an upload of so many bytes, and the start of its file.</summary>
    public Task SendUploadAsync(int length) => SendAsync(
        $"POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestServer.Key}\r\n"
        + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF");

    /// <summary>What the server sends, up to this text.</summary>
    public async Task ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var count = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(count > 0, $"The connection ended before '{end}': {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    /// <summary>All that the server sends until it closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.UTF8, leaveOpen: true);
        var text = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer).AsTask().WaitAsync(Patience) is > 0 and var count) text.Append(buffer, 0, count);
        }
        catch (IOException)
        {
            // Reset instead of closed.
        }

        return text.ToString();
    }

    public void Dispose() => _client.Dispose();
}
