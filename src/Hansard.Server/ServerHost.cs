using System.Net;
using System.Net.Sockets;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Fetching;
using Hansard.Server.Files;
using Hansard.Server.Health;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Observability;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Retention;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Transcriptions;
using Hansard.Server.Usage;
using Hansard.Server.Webhooks;
using Hansard.Translation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server;

/// <summary>A running server: what it is made of, in the order in which it is put together.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly IDisposable _lock;

    private ServerHost(WebApplication application, IDisposable @lock, string? firstKey)
    {
        _application = application;
        _lock = @lock;
        FirstKey = firstKey;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The key that was made because the server was new; null otherwise. Nothing can show it again.</summary>
    public string? FirstKey { get; }

    /// <summary>What the server is made of, for tests.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="options">Checked here.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidDataException">The configuration is not valid, the database cannot be used, or the process may open too few files.</exception>
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
        IDisposable? dataLock = null;
        WebApplication? application = null;
        try
        {
            var directory = DataDirectory.Create(options.Data, options.AdoptData);
            dataLock = directory.Lock();
            application = Build(options, directory, socket, replace);
            await PrepareAsync(application.Services, options, cancellationToken);
            await application.StartAsync(cancellationToken);

            // Last of all, as nothing can show it again: whatever goes wrong has gone wrong before.
            var firstKey = await FirstKeyAsync(application.Services, options, cancellationToken);
            return new ServerHost(application, dataLock, firstKey);
        }
        catch
        {
            if (application is not null) await application.DisposeAsync();
            dataLock?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the process is asked to stop (SIGTERM), or the token is cancelled, and everything has been put down.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _application.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops: finishes or hands back what runs, within 30 seconds.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _lock.Dispose();
    }

    private static WebApplication Build(HansardServerOptions options, DataDirectory directory, Socket socket, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options, (IPEndPoint)socket.LocalEndPoint!));
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => JsonSettings.Apply(json.SerializerOptions));
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (TimeSpan.FromSeconds(27), true));

        builder.AddObservability(options.Log);
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddStorage(builder.Services, directory, options);
        AddJobs(builder.Services, options);
        AddOutbound(builder.Services, options);
        builder.Services.AddOpenApiDocument();
        builder.Services.AddSingleton<FileUpload>();
        builder.Services.AddSingleton<RequestRate>();
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedTransport>();
        builder.Services.AddSingleton(services => ServedModels.Of(services.GetRequiredService<ITranscriber>().Abilities, options.ModelAliases));
        replace(builder.Services);

        var application = builder.Build();
        application.UseMiddleware<RequestLogMiddleware>();
        application.UseMiddleware<ErrorMiddleware>();
        application.UseMiddleware<RequestHeadMiddleware>();
        application.UseMiddleware<BodyPaceMiddleware>();
        application.UseMiddleware<AuthenticationMiddleware>();
        application.UseMiddleware<ConnectionUseMiddleware>();
        application.UseMiddleware<RequestRateMiddleware>();
        application.UseRouting();
        application.MapFiles();
        application.MapTranscriptions();
        application.MapModels();
        application.MapUsage();
        application.MapHealth();
        application.MapMetrics();
        application.MapOpenApiDocument();
        return application;
    }

    private static void AddStorage(IServiceCollection services, DataDirectory directory, HansardServerOptions options) => services
        .AddSingleton(directory)
        .AddSingleton(_ => Database.Open(directory, options.AdoptData))
        .AddSingleton<ObjectStore>()
        .AddSingleton<PrivateModes>()
        .AddSingleton<StorageProbe>()
        .AddSingleton<StartSweep>()
        .AddSingleton<ProjectStore>()
        .AddSingleton<FileStore>()
        .AddSingleton(_ => DiskSpace.Of(directory))
        .AddSingleton<UploadReservations>()
        .AddSingleton<TranscriptionStore>()
        .AddSingleton<UsageStore>()
        .AddSingleton<Cursors>()
        .AddSingleton<RetentionTime>()
        .AddHostedService<RetentionService>();

    private static void AddJobs(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton<SteadyClock>()
        .AddSingleton<JobSignal>()
        .AddSingleton<WithdrawalSignal>()
        .AddSingleton<WebhookSignal>()
        .AddSingleton<JobQueue>()
        .AddSingleton<Heartbeat>()
        .AddSingleton<JobRunner>()
        .AddHostedService<JobWorkers>()
        .AddSingleton(_ => TranslatorCatalogue.Open(options.Translation.ToSettings(options.Models ?? ModelsDirectory.Find(), options.Threads ?? Environment.ProcessorCount)))
        .AddSingleton(provider => new EngineOptions
        {
            ModelsDirectory = options.Models ?? ModelsDirectory.Find(),
            Model = options.Model,
            Threads = options.Threads ?? Environment.ProcessorCount,
            Translators = provider.GetRequiredService<TranslatorCatalogue>(),
            MaximumDuration = TimeSpan.FromMinutes(options.Projects.Keys.Select(project => options.LimitsOf(project).AudioMinutes).Append(options.Limits.AudioMinutes).Max()),
        })
        .AddSingleton<ITranscriber, EngineTranscriber>();

    // What leaves this server: recordings fetched and webhooks sent, both through the one guard.
    private static void AddOutbound(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton(options.Lookups)
        .AddSingleton<IHostResolver, SystemHostResolver>()
        .AddSingleton(AllowedHosts.Parse(options.AllowHosts))
        .AddSingleton<OutboundGuard>()
        .AddSingleton(options.Fetch)
        .AddSingleton<IAudioFetcher, AudioFetcher>()
        .AddSingleton<FetchQueue>()
        .AddSingleton<FetchRunner>()
        .AddHostedService<FetchService>()
        .AddSingleton(options.Webhooks)
        .AddSingleton<WebhookOutbox>()
        .AddSingleton<WebhookSender>()
        .AddHostedService<WebhookDelivery>();

    private static void ConfigureKestrel(KestrelServerOptions kestrel, HansardServerOptions options, IPEndPoint endPoint)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1 << 20;

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

    // Before the first request: what a killed server left is put in order, and what every request needs is there.
    private static async Task PrepareAsync(IServiceProvider services, HansardServerOptions options, CancellationToken cancellationToken)
    {
        services.GetRequiredService<PrivateModes>().Apply();
        await services.GetRequiredService<StartSweep>().RunAsync();
        await services.GetRequiredService<JobQueue>().TakeBackAsync(all: true, cancellationToken);
        services.GetRequiredService<Cursors>().Prepare();
        var projects = services.GetRequiredService<ProjectStore>();
        await projects.GetOrCreateAsync(Project.Default, cancellationToken);
        if (options.ApiKey is { } key) await projects.EnsureKeyAsync(Project.Default, "HANSARD_API_KEY", key, cancellationToken);
        await services.GetRequiredService<ITranscriber>().WarmUpAsync(cancellationToken);
    }

    private static async Task<string?> FirstKeyAsync(IServiceProvider services, HansardServerOptions options, CancellationToken cancellationToken)
    {
        var projects = services.GetRequiredService<ProjectStore>();
        return options.NoAuth || projects.HasKeys() ? null : await projects.CreateKeyAsync(Project.Default, "first", cancellationToken);
    }
}
