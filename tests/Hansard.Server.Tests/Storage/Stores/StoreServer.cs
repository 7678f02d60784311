using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>The stores of one server, as they are put together there, on a database of their own.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly string? _connection;
    private readonly DirectoryInfo _folder;
    private readonly bool _isFirst;
    private PostgresServer? _lender;

    private StoreServer(ISqlDatabase database, DirectoryInfo folder, FakeTimeProvider clock, string? connection, bool isFirst)
    {
        (Database, _folder, Clock, _connection, _isFirst) = (database, folder, clock, connection, isFirst);
        Objects = new FileObjectStore(DataDirectory.At(folder.FullName));
        Removal = new RecordingRemoval(Objects, Blobs, NullLogger<RecordingRemoval>.Instance);
    }

    public ISqlDatabase Database { get; }

    /// <summary>The clock of what clients see; leases and pauses are by the database's own.</summary>
    public FakeTimeProvider Clock { get; }

    public ServerId Id { get; } = new(Guid.NewGuid().ToString());

    public FileObjectStore Objects { get; }

    public RecordingRemoval Removal { get; }

    public SqlBlobIndex Blobs => new(Database);

    public SqlProjectStore Projects => new(Database, Clock);

    public SqlTemporaryKeyStore TemporaryKeys => new(Database, Clock);

    public SqlAdministrationStore Administration => new(Database, Clock);

    public SqlAccessLogStore AccessLog => new(Database);

    public SqlFileStore Files => new(Database, Objects, Removal, Clock);

    public SqlTranscriptionStore Transcriptions => new(Database, Removal, Clock);

    public SqlTransientStore Transient => new(Database, Transcriptions, Objects, Removal, Id, Clock);

    public SqlTranscriptionChanges Changes => new(Database);

    public SqlJobStore Jobs => new(Database, Id, Clock);

    public SqlLengthStore Lengths => new(Database);

    public SqlFetchStore Fetches => new(Database, Id);

    public SqlWebhookOutbox Webhooks => new(Database, new WebhookOptions());

    public SqlSearchStore Search => new(Database, Clock);

    public SqlRevisionStore Revisions => new(Database, Clock);

    public SqlVocabularyStore Vocabulary => new(Database, Clock);

    public SqlShareStore Shares => new(Database, Clock);

    public SqlSummaryStore Summaries => new(Database, Clock);

    public SqlKnownSpeakerStore KnownSpeakers => new(Database, Clock);

    public SqlWaveformStore Waveforms => new(Database);

    public SqlUsageStore Usage => new(Database);

    public SqlLiveUsageStore LiveUsage => new(Database);

    public SqlRetentionStore Retention => new(Database);

    public SqlSettingStore Settings => new(Database);

    public static async Task<StoreServer> StartAsync(Database kind, PostgresServer postgres)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        var directory = DataDirectory.Create(folder.FullName);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        if (kind == Stores.Database.Sqlite)
        {
            // Of the real clock: what waits in a test waits for real.
            var database = SqliteDatabase.Open(directory, clock: new MonotonicClock(TimeProvider.System));
            return new StoreServer(database, folder, clock, null, isFirst: true);
        }

        var connection = await postgres.ReadyDatabaseAsync();
        return new StoreServer(await OpenAsync(connection), folder, clock, connection, isFirst: true) { _lender = postgres };
    }

    /// <summary>On a database of PostgreSQL that somebody else has made.</summary>
    public static async Task<StoreServer> StartAsync(string connection)
    {
        var folder = Directory.CreateTempSubdirectory("hansard-test-");
        _ = DataDirectory.Create(folder.FullName);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
        return new StoreServer(await OpenAsync(connection), folder, clock, connection, isFirst: true);
    }

    /// <summary>Another server beside this one, to be forgotten before it.</summary>
    /// <remarks>SQLite has but one: then it is the same that has started again under another name.</remarks>
    public async Task<StoreServer> AnotherAsync()
    {
        var database = _connection is null ? Database : await OpenAsync(_connection);
        if (_connection is not null) _owned.Add(database);
        return new StoreServer(database, _folder, Clock, _connection, isFirst: false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isFirst) return;
        foreach (var one in _owned) one.Dispose();
        Database.Dispose();
        if (_lender is not null) await _lender.ReturnAsync(_connection!);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                // SQLite removes its side files a moment after the last connection is closed.
                await Task.Delay(50);
            }
        }
    }

    private static Task<PostgresDatabase> OpenAsync(string connection)
    {
        var pooled = new NpgsqlConnectionStringBuilder(connection) { Pooling = true, MaxPoolSize = 12 }.ToString();
        return PostgresDatabase.OpenAsync(NpgsqlDataSource.Create(pooled), TimeSpan.FromSeconds(30));
    }
}
