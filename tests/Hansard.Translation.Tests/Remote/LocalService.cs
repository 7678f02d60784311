using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Hansard.Translation.Tests.Remote;

/// <summary>A stand-in for a translation service, on a port of its own.</summary>
internal sealed class LocalService : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    /// <param name="answer">Status and body for the n-th request; a null body never answers.</param>
    public LocalService(Func<int, string, JsonNode, (int Status, string? Body)> answer)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _loop = Task.Run(() => RunAsync(answer));
    }

    public Uri Address { get; }

    public int Requests { get; private set; }

    public string? Authorization { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task RunAsync(Func<int, string, JsonNode, (int Status, string? Body)> answer)
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Authorization = context.Request.Headers["Authorization"];
                using var reader = new StreamReader(context.Request.InputStream);
                var (status, body) = answer(Requests++, context.Request.Url!.AbsolutePath, JsonNode.Parse(await reader.ReadToEndAsync())!);
                if (body is null) continue;
                context.Response.StatusCode = status;
                await using (var writer = new StreamWriter(context.Response.OutputStream)) await writer.WriteAsync(body);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
