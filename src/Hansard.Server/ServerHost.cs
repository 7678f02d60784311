using System.Net;
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Api;
using Hansard.Server.Configuration;
using Hansard.Server.Fetching;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Models;
using Hansard.Server.Observability;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Retention;
using Hansard.Server.Storage;
using Hansard.Server.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
    /// <exception cref="InvalidDataException">
    /// The configuration is not valid, the database cannot be used, or the process may open too few files.
    /// </exception>
    /// <exception cref="IOException">The port or the data directory is taken.</exception>
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
        _ = ConnectionBudget.Of(OpenFiles.Raise(), OpenFiles.InUse, options);
        var directory = DataDirectory.Create(options.Data);
        var dataLock = directory.Lock();
        WebApplication? application = null;
        try
        {
            application = Build(options, directory, replace);
            var firstKey = await PrepareAsync(application.Services, options, cancellationToken);
            await application.StartAsync(cancellationToken);
            return new ServerHost(application, dataLock, firstKey);
        }
        catch
        {
            if (application is not null) await application.DisposeAsync();
            dataLock.Dispose();
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

    private static WebApplication Build(HansardServerOptions options, DataDirectory directory, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => JsonSettings.Apply(json.SerializerOptions));
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (TimeSpan.FromSeconds(27), true));

        builder.AddObservability(options.Log);
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddStorage(builder.Services, directory);
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

    private static void AddStorage(IServiceCollection services, DataDirectory directory) => services
        .AddSingleton(directory)
        .AddSingleton(_ => Database.Open(directory.DatabaseFile))
        .AddSingleton<ObjectStore>()
        .AddSingleton<OrphanSweep>()
        .AddSingleton<ProjectStore>()
        .AddSingleton<FileStore>()
        .AddSingleton(_ => DiskSpace.Of(directory))
        .AddSingleton<UploadReservations>()
        .AddSingleton<TranscriptionStore>()
        .AddSingleton<UsageStore>()
        .AddSingleton<Cursors>()
        .AddHostedService<RetentionService>();

    private static void AddJobs(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton<JobSignal>()
        .AddSingleton<WebhookSignal>()
        .AddSingleton<JobQueue>()
        .AddSingleton<JobRunner>()
        .AddHostedService<JobWorkers>()
        .AddSingleton(new EngineOptions
        {
            ModelsDirectory = options.Models ?? ModelsDirectory.Find(),
            Model = options.Model,
            Threads = options.Threads ?? Environment.ProcessorCount,
            Translation = options.Translation.ToSettings(options.Models ?? ModelsDirectory.Find(), options.Threads ?? Environment.ProcessorCount),
            MaximumDuration = TimeSpan.FromMinutes(options.Projects.Keys.Select(project => options.LimitsOf(project).AudioMinutes).Append(options.Limits.AudioMinutes).Max()),
        })
        .AddSingleton<ITranscriber, EngineTranscriber>();

    // What leaves this server: recordings fetched and webhooks sent, both through the one guard.
    private static void AddOutbound(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton<IHostResolver, SystemHostResolver>()
        .AddSingleton(AllowedHosts.Parse(options.AllowHosts))
        .AddSingleton<OutboundGuard>()
        .AddSingleton(options.Fetch)
        .AddSingleton<IAudioFetcher, AudioFetcher>()
        .AddSingleton(options.Webhooks)
        .AddSingleton<WebhookSender>()
        .AddHostedService<WebhookDelivery>();

    private static void ConfigureKestrel(KestrelServerOptions kestrel, HansardServerOptions options)
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
        _ = ListenAddress.TryParse(options.Host, out var address);
        if (address is null) kestrel.ListenAnyIP(options.Port);
        else kestrel.Listen(new IPEndPoint(address, options.Port));
    }

    // Before the first request: what a killed server left is put in order, and there is a key to get in with.
    private static async Task<string?> PrepareAsync(IServiceProvider services, HansardServerOptions options, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<JobQueue>().TakeBackAsync(all: true, cancellationToken);
        services.GetRequiredService<OrphanSweep>().Run();
        var projects = services.GetRequiredService<ProjectStore>();
        await projects.GetOrCreateAsync(Project.Default, cancellationToken);
        if (options.ApiKey is { } key) await projects.EnsureKeyAsync(Project.Default, "HANSARD_API_KEY", key, cancellationToken);
        await services.GetRequiredService<ITranscriber>().WarmUpAsync(cancellationToken);
        return options.NoAuth || projects.HasKeys() ? null : await projects.CreateKeyAsync(Project.Default, "first", cancellationToken);
    }
}
