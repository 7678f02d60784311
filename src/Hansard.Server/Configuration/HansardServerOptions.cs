namespace Hansard.Server.Configuration;

/// <summary>
/// Everything that can be configured. Bound from the section "Hansard" of appsettings.json, then environment variables
/// (HANSARD_LIMITS__STORED_FILES sets Limits:StoredFiles), then command-line flags; checked by <see cref="OptionsValidation"/>.
/// </summary>
public sealed class HansardServerOptions
{
    /// <summary>The address to listen on: an IP address, "localhost", or "*" for all.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port to listen on; 0 takes a free one.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>
    /// The address under which clients reach this server, such as https://speech.example behind a proxy, for links in answers; null: the
    /// one that each request was sent to.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>The directory of the database and the uploaded files; created when absent.</summary>
    public string Data { get; set; } = "data";

    /// <summary>The part of this node in an installation of several.</summary>
    public ServerRole Role { get; set; }

    /// <summary>
    /// The PostgreSQL that the nodes of an installation share, as <c>postgres://USER@HOST:PORT,HOST:PORT/NAME</c>; null: a single server,
    /// with a database in <see cref="Data"/>.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>A file whose first line is the password for <see cref="Database"/>; null: that of PGPASSWORD or PGPASSFILE.</summary>
    public string? DatabasePasswordFile { get; set; }

    /// <summary>Connections of this node to <see cref="Database"/> at once, at most.</summary>
    public int DatabaseConnections { get; set; } = 20;

    /// <summary>Calls between the nodes that share a <see cref="Database"/>.</summary>
    public ClusterOptions Cluster { get; set; } = new();

    /// <summary>
    /// A place for recordings that several servers share: a folder, or <c>s3://BUCKET/PREFIX</c>; null: <see cref="Data"/> has them.
    /// </summary>
    public string? Objects { get; set; }

    /// <summary>The server of the bucket that <see cref="Objects"/> names.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>
    /// Starts although <see cref="Data"/> holds recordings that its database does not know, or files of others. They are left alone.
    /// </summary>
    public bool AdoptData { get; set; }

    /// <summary>Jobs that run at once. One uses all cores already.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>Accepts every request without a key, into the project "default". Only on a loopback address.</summary>
    public bool NoAuth { get; set; }

    /// <summary>A key that the project "default" always has.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The folder of models; null: the one beside the program.</summary>
    public string? Models { get; set; }

    /// <summary>
    /// The default speech model, which is loaded at the start and stays: a name in the catalogue, or a folder; null: the catalogue's
    /// default.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// The speech models that are served beside the default one, as <see cref="Model"/>; none: all of the catalogue that are installed.
    /// </summary>
    public IList<string> ServedModels { get; } = [];

    /// <summary>
    /// Speech models in memory at once, the default one included. Those in use are never let go of, so there can be as many as
    /// <see cref="Workers"/>, and the default one.
    /// </summary>
    public int LoadedModels { get; set; } = 3;

    /// <summary>Time for which a speech model other than the default one stays in memory when nobody uses it.</summary>
    public TimeSpan ModelIdleTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Indicates whether the small model beside a speech model is asked which of its hypotheses is the best, where there is one: fewer
    /// errors for more time and memory.
    /// </summary>
    public bool SecondOpinion { get; set; } = true;

    /// <summary>Threads that the engine computes with; null: all cores.</summary>
    public int? Threads { get; set; }

    /// <summary>
    /// Megabytes (10^6 bytes) that this server may use; null: all that the process may. Where several share a database, each leaves jobs of
    /// models that need more to the others.
    /// </summary>
    public int? Memory { get; set; }

    /// <summary>The same in bytes.</summary>
    internal long MemoryBytes => Memory * 1_000_000L ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>
    /// Names under which <c>GET /v1/models</c> also lists the default model, so that clients of the hosted service need no change.
    /// </summary>
    public IList<string> ModelAliases { get; } = [];

    /// <summary>HOST or HOST:PORT that audio_url and webhook_url may name although it is a private address.</summary>
    public IList<string> AllowHosts { get; } = [];

    /// <summary>Origins such as https://app.example whose web pages may use the API from a browser; none by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Limits of each project.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>Space that stays free on the disk.</summary>
    public DiskOptions Disk { get; set; } = new();

    /// <summary>Other limits for single projects, by name.</summary>
    public IDictionary<string, LimitOverrides> Projects { get; } = new Dictionary<string, LimitOverrides>(StringComparer.Ordinal);

    /// <summary>Number of connections that are served at once, and patience with slow clients.</summary>
    public ConnectionOptions Connections { get; set; } = new();

    /// <summary>Protection of the keys that voices are encrypted with.</summary>
    public ProtectionOptions Protection { get; set; } = new();

    /// <summary>Ages at which files and transcriptions are deleted by themselves.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>The record of who read, exported, changed and deleted what.</summary>
    public AccessLogOptions AccessLog { get; set; } = new();

    /// <summary>Leases and attempts of jobs.</summary>
    public JobOptions Jobs { get; set; } = new();

    /// <summary>The order of jobs.</summary>
    public QueueOptions Queue { get; set; } = new();

    /// <summary>Downloads of recordings that an audio_url names.</summary>
    public FetchOptions Fetch { get; set; } = new();

    /// <summary>Look-ups of hosts that audio_url and webhook_url name.</summary>
    public LookupOptions Lookups { get; set; } = new();

    /// <summary>Delivery of webhooks.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>Translators besides the models in the models folder.</summary>
    public TranslationServiceOptions Translation { get; set; } = new();

    /// <summary>The language model that summaries are asked of; none by default.</summary>
    public SummaryOptions Summaries { get; set; } = new();

    /// <summary>Other protocols in front of the same queue.</summary>
    public DoorOptions Doors { get; set; } = new();

    /// <summary>Folders whose recordings are transcribed when they appear; none by default.</summary>
    public WatchOptions Watch { get; set; } = new();

    /// <summary>The page for browsers.</summary>
    public WebOptions Web { get; set; } = new();

    /// <summary>Level and format of the log.</summary>
    public LogOptions Log { get; set; } = new();

    /// <summary>The limits of a project: <see cref="Limits"/>, with what <see cref="Projects"/> says of it.</summary>
    public LimitOptions LimitsOf(string project)
        => Projects.TryGetValue(project, out var overrides) ? overrides.ApplyTo(Limits) : Limits;

    /// <summary>Sentences on settings that were given and mean nothing, for whoever starts the server.</summary>
    internal IReadOnlyList<string> Warnings { get; set; } = [];
}
