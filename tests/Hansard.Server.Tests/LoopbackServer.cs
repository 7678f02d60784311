using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests;

/// <summary>A real HTTP server on a free port of 127.0.0.1.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _requests;

    private LoopbackServer(WebApplication application) => _application = application;

    public int Requests => Volatile.Read(ref _requests);

    public int Port { get; private set; }

    /// <summary>host:port, as an entry of the allow-list.</summary>
    public string Authority => $"127.0.0.1:{Port}";

    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);

            // A hostile server does not keep to ASCII.
            options.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        });
        var server = new LoopbackServer(builder.Build());
        server._application.Run(context =>
        {
            Interlocked.Increment(ref server._requests);
            return answer(context);
        });
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        server.Port = new Uri(server._application.Urls.First()).Port;
        return server;
    }

    public Uri Url(string pathAndQuery = "/") => new($"http://{Authority}{pathAndQuery}");

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }
}
