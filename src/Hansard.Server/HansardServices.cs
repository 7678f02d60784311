using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Server.Administration;
using Hansard.Server.Auditing;
using Hansard.Server.Configuration;
using Hansard.Server.Doors;
using Hansard.Server.Doors.Live;
using Hansard.Server.Doors.Mcp;
using Hansard.Server.Doors.OpenAi;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Doors.WhisperAsr;
using Hansard.Server.Doors.Wyoming;
using Hansard.Server.Events;
using Hansard.Server.Fetching;
using Hansard.Server.Files;
using Hansard.Server.FolderWatch;
using Hansard.Server.Http;
using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Lengths;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Models;
using Hansard.Server.Observability;
using Hansard.Server.Outbound;
using Hansard.Server.Projects;
using Hansard.Server.Retention;
using Hansard.Server.Revisions;
using Hansard.Server.Search;
using Hansard.Server.Sharing;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Summaries;
using Hansard.Server.Transcriptions;
using Hansard.Server.Usage;
using Hansard.Server.Vocabulary;
using Hansard.Server.Voices;
using Hansard.Server.Waveforms;
using Hansard.Server.Webhooks;
using Hansard.Translation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Hansard.Server;

/// <summary>Adds Hansard to a program.</summary>
public static class HansardServices
{
    /// <summary>Adds Hansard, configured by the section "Hansard" of the program's configuration.</summary>
    /// <param name="builder">Of the program.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    /// <exception cref="Configuration.InvalidConfigurationException">The configuration is not valid; the message says what.</exception>
    /// <remarks>
    /// <see cref="HansardRoutes.MapHansard"/> adds the endpoints. The model is loaded, and the data directory locked, when the program
    /// starts. What belongs to a program stays its own: where it listens (Host and Port say nothing here), how much it takes from slow
    /// clients before a request has been read, where logs and metrics go (the meters are "Hansard" and "Hansard.Engine").
    /// </remarks>
    public static TBuilder AddHansard<TBuilder>(this TBuilder builder, Action<HansardServerOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        var options = ServerConfiguration.Read(builder.Configuration);
        configure?.Invoke(options);
        builder.Services.AddHansard(options);
        return builder;
    }

    /// <summary>Adds Hansard with these options.</summary>
    /// <param name="services">Of the program.</param>
    /// <param name="options">Checked here, and not to be changed afterwards.</param>
    /// <exception cref="Configuration.InvalidConfigurationException">The options are not valid; the message says what.</exception>
    /// <exception cref="InvalidOperationException">It was added before.</exception>
    public static IServiceCollection AddHansard(this IServiceCollection services, HansardServerOptions options)
    {
        if (services.Any(service => service.ServiceType == typeof(HansardServerOptions)))
            throw new InvalidOperationException("AddHansard was called before: a program has one Hansard.");
        OptionsValidation.Validate(options);
        WatchValidation.Validate(options);
        OutboundBudget.Fit(options, OpenFiles.Raise());
        services.TryAddSingleton(TimeProvider.System);
        services.AddCors();
        services.AddSingleton(options).AddMetrics().AddSingleton<ServerMetrics>();

        // The first of the hosted services, as all others need what it prepares.
        services.AddSingleton<ServerStart>().AddHostedService(provider => provider.GetRequiredService<ServerStart>());
        AddStorage(services, options);
        AddJobs(services, options);
        AddOutbound(services, options);
        AddKnownSpeakers(services);
        AddSummaries(services, options);
        AddDoors(services, options.Doors);
        return services
            .AddSingleton<FileUpload>()
            .AddSingleton<RequestRate>()
            .AddSingleton<CurrentModels>()
            .AddTransient(provider => provider.GetRequiredService<CurrentModels>().Models);
    }

    private static void AddStorage(IServiceCollection services, HansardServerOptions options) => services
        .AddDatabase(options)
        .AddSingleton<DataLock>()
        .AddSingleton(provider =>
        {
            _ = provider.GetRequiredService<DataLock>();
            return ServerId.Of(provider.GetRequiredService<DataDirectory>());
        })
        .AddSingleton<ISettingStore, SqlSettingStore>()
        .AddSingleton<IBlobIndex, SqlBlobIndex>()
        .AddObjects(options)
        .AddSingleton<RecordingRemoval>()
        .AddSingleton<PrivateModes>()
        .AddSingleton<StorageProbe>()
        .AddSingleton<StartSweep>()
        .AddSingleton<IProjectStore, SqlProjectStore>()
        .AddSingleton<ITemporaryKeyStore, SqlTemporaryKeyStore>()
        .AddSingleton<KeyUse>()
        .AddSingleton<IAdministrationStore, SqlAdministrationStore>()
        .AddSingleton<IAccessLogStore, SqlAccessLogStore>()
        .AddSingleton<AccessLog>()
        .AddHostedService(provider => provider.GetRequiredService<AccessLog>())
        .AddHosted<KeyUseRecording>(options.Role.ServesClients())
        .AddSingleton<IFileStore, SqlFileStore>()
        .AddSingleton(
            provider => DiskSpace.Of(provider.GetRequiredService<DataDirectory>(), options.Disk.FreeBytes, options.Disk.FreePercent))
        .AddSingleton<UploadReservations>()
        .AddSingleton<SqlTranscriptionStore>()
        .AddSingleton<ITranscriptionStore>(provider => provider.GetRequiredService<SqlTranscriptionStore>())
        .AddSingleton<ITransientStore, SqlTransientStore>()
        .AddSingleton<ITranscriptionChanges, SqlTranscriptionChanges>()
        .AddSingleton<IRevisionStore, SqlRevisionStore>()
        .AddSingleton<LargeBodies>()
        .AddSingleton<RevisionAlignment>()
        .AddSingleton<ISearchStore, SqlSearchStore>()
        .AddSingleton<IShareStore, SqlShareStore>()
        .AddSingleton<IVocabularyStore, SqlVocabularyStore>()
        .AddSingleton<IVocabularyTerms>(provider => provider.GetRequiredService<IVocabularyStore>())
        .AddHosted<TranscriptIndexing>(options.Role.ServesClients())
        .AddSingleton<IWaveformStore, SqlWaveformStore>()
        .AddSingleton<WaveformReader>()
        .AddSingleton<EventStream>()
        .AddSingleton<OpenStreams>()
        .AddSingleton<IUsageStore, SqlUsageStore>()
        .AddSingleton<Cursors>()
        .AddSingleton<SignedUrls>()
        .AddSingleton<UnkeyedAccess>()
        .AddSingleton<IRetentionStore, SqlRetentionStore>()
        .AddSingleton<RetentionTime>()
        .AddHosted<RetentionService>(options.Role.ServesClients());

    private static void AddJobs(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton<MonotonicClock>()
        .AddSingleton(new LiveLeases { AreAlone = options.Database is null })
        .AddSingleton<JobSignal>()
        .AddSingleton<WithdrawalSignal>()
        .AddSingleton<WebhookSignal>()
        .AddSingleton<ProgressSignal>()
        .AddSingleton<IJobStore, SqlJobStore>()
        .AddSingleton<IPartStore, SqlPartStore>()
        .AddDispatcher(options)
        .AddSingleton<JobQueue>()
        .AddSingleton<ILengthStore, SqlLengthStore>()
        .AddSingleton<LengthReader>()
        .AddHosted<LengthService>(options.Role.ServesClients())
        .AddSingleton<JobBacklog>()
        .AddSingleton<IJobBacklog>(provider => provider.GetRequiredService<JobBacklog>())
        .AddSingleton<NodeWork>()
        .AddSingleton<IWorkActivity>(provider => provider.GetRequiredService<NodeWork>())
        .AddSingleton<Heartbeat>()
        .AddParts(options)
        .AddSingleton<JobRunner>()
        .AddHosted<JobWorkers>(options.Role.Transcribes())
        .AddSingleton<QueueParts>()
        .AddHosted<FolderWatchService>(options.Role.ServesClients())
        .AddSingleton(_ => TranslatorCatalogue.Open(
            options.Translation.ToSettings(options.Models ?? ModelsDirectory.Find(), options.Threads ?? Environment.ProcessorCount)))
        .AddSingleton(provider => new EngineOptions
        {
            ModelsDirectory = options.Models ?? ModelsDirectory.Find(),
            Model = options.Model,
            SecondOpinion = options.SecondOpinion,
            Threads = options.Threads ?? Environment.ProcessorCount,
            Translators = provider.GetRequiredService<TranslatorCatalogue>(),
            MaximumDuration = TimeSpan.FromMinutes(
                options.Projects.Keys.Select(project => options.LimitsOf(project).AudioMinutes).Append(options.Limits.AudioMinutes).Max()),
        })
        .AddSingleton<InstalledModels>()
        .AddSingleton<CatalogueModels>()
        .AddSingleton<ModelPulls>()
        .AddHostedService(provider => provider.GetRequiredService<ModelPulls>())
        .AddSingleton<ITranscriber, EngineTranscriber>();

    private static void AddKnownSpeakers(IServiceCollection services) => services
        .AddSingleton<VoiceEncryption>()
        .AddSingleton<SpeakerVoices>()
        .AddSingleton<IKnownSpeakerStore, SqlKnownSpeakerStore>()
        .AddSingleton<IKnownVoices, KnownVoices>()
        .AddSingleton<VoiceFinder>()
        .AddSingleton<SpeakerEnrolment>();

    private static void AddSummaries(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton(options.Summaries)
        .AddSingleton<ISummaryStore, SqlSummaryStore>()
        .AddSingleton<SummaryService>()
        .AddHostedService(provider => provider.GetRequiredService<SummaryService>());

    private static void AddDoors(IServiceCollection services, DoorOptions doors) => services
        .AddSingleton<RecordingIntake>()
        .AddSingleton<WaitingParts>()
        .AddSingleton<DoorQueue>()
        .AddSingleton<ILiveUsageStore, SqlLiveUsageStore>()
        .AddStreaming()
        .AddLive(doors.Live)
        .AddMcp(doors.Mcp)
        .AddOpenAi(doors.OpenAi)
        .AddWhisperAsr(doors.WhisperAsr)
        .AddWyoming(doors.Wyoming);

    // What leaves this server: recordings fetched and webhooks sent, both through the one guard.
    private static void AddOutbound(IServiceCollection services, HansardServerOptions options) => services
        .AddSingleton(options.Lookups)
        .AddSingleton<IHostResolver, SystemHostResolver>()
        .AddSingleton(AllowedHosts.Parse(options.AllowHosts))
        .AddSingleton<OutboundGuard>()
        .AddSingleton(options.Fetch)
        .AddSingleton<IAudioFetcher, AudioFetcher>()
        .AddSingleton<IFetchStore, SqlFetchStore>()
        .AddSingleton<FetchQueue>()
        .AddSingleton<FetchRunner>()
        .AddHosted<FetchService>(options.Role.ServesClients())
        .AddSingleton(options.Webhooks)
        .AddSingleton<IWebhookOutbox, SqlWebhookOutbox>()
        .AddSingleton<WebhookSender>()
        .AddSingleton<WebhookTrial>()
        .AddHostedService<WebhookDelivery>();

    // Where the role of the node has no use for it, it is there for those who ask it, and does nothing by itself.
    private static IServiceCollection AddHosted<T>(this IServiceCollection services, bool runs) where T : class, IHostedService
        => runs ? services.AddHostedService<T>() : services;
}
