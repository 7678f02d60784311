using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Health;
using Hansard.Server.Http;
using Hansard.Server.Observability;
using Hansard.Server.OpenApi;
using Hansard.Server.Outbound;
using Hansard.Server.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server;

/// <summary>
/// A running server that serves Hansard alone: its address, its limits of connections, its log, its metrics and its docs.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ServerHost(WebApplication application, string? firstKey)
    {
        _application = application;
        FirstKey = firstKey;
        Address = new Uri(
            application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>The address at which the server listens.</summary>
    public Uri Address { get; }

    /// <summary>The key that was made because the server was new; null otherwise. Nothing can show it again.</summary>
    public string? FirstKey { get; }

    /// <summary>The server's parts, for tests.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="options">Checked here.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidConfigurationException">The configuration is not valid.</exception>
    /// <exception cref="InvalidDataException">The database cannot be used, or the process may open too few files.</exception>
    /// <exception cref="IOException">The address or the data directory cannot be had.</exception>
    public static Task<ServerHost> StartAsync(HansardServerOptions options, CancellationToken cancellationToken = default)
        => StartAsync(options, _ => { }, cancellationToken);

    /// <param name="options">Checked here.</param>
    /// <param name="replace">Puts other parts in the place of the usual ones.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    internal static async Task<ServerHost> StartAsync(
        HansardServerOptions options, Action<IServiceCollection> replace, CancellationToken cancellationToken = default)
    {
        OptionsValidation.Validate(options);

        // Before anything is loaded that would fail for want of files, and say so less clearly.
        var openFiles = OpenFiles.Raise();
        OutboundBudget.Fit(options, openFiles);
        _ = ConnectionBudget.Of(openFiles, OpenFiles.InUse, options);
        var socket = ListenSocket.Open(options.Host, options.Port);
        WebApplication? application = null;
        try
        {
            application = Build(options, socket, replace);
            var start = application.Services.GetRequiredService<ServerStart>();
            await start.PrepareAsync(cancellationToken);
            await application.StartAsync(cancellationToken);

            // Last of all, as nothing can show it again: whatever goes wrong has gone wrong before.
            return new ServerHost(application, await start.CreateFirstKeyAsync(cancellationToken));
        }
        catch
        {
            if (application is not null) await application.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Completes when the process is asked to stop (SIGTERM), or the token is cancelled, and everything has been put down.
    /// </summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops: finishes or hands back what runs, within 30 seconds.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static WebApplication Build(HansardServerOptions options, Socket socket, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options, (IPEndPoint)socket.LocalEndPoint!));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(
            host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (TimeSpan.FromSeconds(27), true));

        builder.AddObservability(options.Log);
        builder.Services.AddHansard(options);
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedTransport>();

        // The document names fields as the answers do.
        builder.Services.ConfigureHttpJsonOptions(json => JsonSettings.Apply(json.SerializerOptions));
        builder.Services.AddOpenApiDocument();
        builder.Services.AddSingleton(WebSource.Own);
        replace(builder.Services);

        var application = builder.Build();
        application.Services.GetRequiredService<DiagnosticListener>()
            .Subscribe(
                new MalformedRequests(options, application.Services.GetRequiredService<TimeProvider>()),
                name => name == MalformedRequests.Event);
        application.UseMiddleware<BaseAddressMiddleware>();
        application.UseRouting();
        application.UseHansard(hasDocs: options.Role.ServesClients());
        application.MapMetrics();
        if (options.Role.ServesClients())
        {
            application.MapHansardEndpoints();
            application.MapOpenApiDocument();
            application.MapWebPage();
        }
        else
        {
            application.MapHealth();
        }

        return application;
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, HansardServerOptions options, IPEndPoint endPoint)
    {
        kestrel.AddServerHeader = false;

        // PacedBody bounds bodies, and says so in an answer that can be read.
        kestrel.Limits.MaxRequestBodySize = null;

        // Over these the connection ends without a body; RequestHeadMiddleware's own limits are lower, and explained.
        kestrel.Limits.MaxRequestHeadersTotalSize = 4 * RequestHeadMiddleware.MaximumHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 4 * RequestHeadMiddleware.MaximumHeaders;
        kestrel.Limits.MaxRequestLineSize = 4 * RequestHeadMiddleware.MaximumTarget;

        var connections = options.Connections;
        kestrel.Limits.RequestHeadersTimeout = connections.HeadersTimeout;

        // BoundedTransport bounds connections, and BodyPaceMiddleware the pace of bodies.
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = new MinDataRate(connections.BytesPerSecond, connections.SlowGrace);
        kestrel.Limits.KeepAliveTimeout = connections.IdleTimeout;
        kestrel.Listen(endPoint);
    }
}
