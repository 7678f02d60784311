using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Transforms;

namespace Hansard.Web.Tests.Browser;

/// <summary>A reverse proxy that has the server at a path of its own host, and tells the server nothing of it.</summary>
internal sealed class SubPathProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private bool _isOver;

    private SubPathProxy(WebApplication application, string path)
    {
        _application = application;
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Root = new Uri($"{addresses.Addresses.First()}{path}/");
    }

    /// <summary>The root of the server behind it.</summary>
    public Uri Root { get; }

    /// <summary>Starts one.</summary>
    /// <param name="server">The server behind it.</param>
    /// <param name="path">The path, such as /speech/to/text.</param>
    /// <param name="port">Of the proxy; 0: one that is free.</param>
    public static async Task<SubPathProxy> StartAsync(Uri server, string path, int port = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHttpForwarder();
        var application = builder.Build();
        application.MapForwarder(
            $"{path}/{{**rest}}",
            server.AbsoluteUri,
            transforms => transforms.AddPathRemovePrefix(new PathString(path)).AddXForwarded(ForwardedTransformActions.Off));
        await application.StartAsync();
        return new SubPathProxy(application, path);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        _isOver = true;

        // Connections that are open break off.
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}
