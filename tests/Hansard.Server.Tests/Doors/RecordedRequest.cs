using System.Globalization;
using System.Text;

namespace Hansard.Server.Tests.Doors;

/// <summary>Requests of real clients, sent byte for byte.</summary>
internal static class RecordedRequest
{
    /// <summary>Sends one.</summary>
    /// <returns>Head and body of the answer.</returns>
    public static async Task<(string Head, string Body)> SendAsync(TestServer server, string path)
    {
        var request = await File.ReadAllBytesAsync(path);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync(request);

        // A second request makes the server close the connection after the first.
        if (!Encoding.Latin1.GetString(request).Contains("Connection: close", StringComparison.OrdinalIgnoreCase))
            await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var text = await connection.ReadToEndAsync();
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, $"{Path.GetFileName(path)} got no answer: {text}");
        var head = text[..end];
        return (head, Encoding.UTF8.GetString(BodyOf(head, Encoding.UTF8.GetBytes(text[(end + 4)..]))));
    }

    private static byte[] BodyOf(string head, byte[] rest)
    {
        var length = head.Split("\r\n").Select(line => line.Split(": ", 2))
            .FirstOrDefault(line => line[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        if (length is not null) return rest[..int.Parse(length[1], CultureInfo.InvariantCulture)];
        List<byte> body = [];
        for (var at = 0; ;)
        {
            var line = rest.AsSpan(at).IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(rest, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0) return [.. body];
            at += line + 2;
            body.AddRange(rest.AsSpan(at, size));
            at += size + 2;
        }
    }
}
