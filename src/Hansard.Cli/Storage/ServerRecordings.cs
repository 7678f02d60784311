using Hansard.Cli.Serve;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hansard.Cli.Storage;

/// <summary>The recordings of a server, in its data directory and in a place that it shares, opened beside it.</summary>
internal sealed class ServerRecordings : IDisposable
{
    private readonly IObjectContainer _container;
    private readonly KnownPlace _known;
    private readonly DataDirectory _directory;

    private ServerRecordings(IObjectContainer container, KnownPlace known, DataDirectory directory, RecordingMove move)
        => (_container, _known, _directory, Move) = (container, known, directory, move);

    /// <summary>Name of the shared place.</summary>
    public string Place => _container.Name;

    /// <summary>The move from one to the other.</summary>
    public RecordingMove Move { get; }

    /// <summary>Sees to it that a place is named.</summary>
    /// <exception cref="InvalidConfigurationException">None is.</exception>
    public static void CheckNamed(HansardServerOptions options)
    {
        if (options.Objects is null)
            throw new InvalidConfigurationException(["Name the place with --objects FOLDER or --objects s3://BUCKET/PREFIX."]);
    }

    /// <summary>Opens them; nothing is sent yet.</summary>
    /// <exception cref="InvalidConfigurationException">No place is named.</exception>
    /// <exception cref="IOException">A setting of the place is wrong.</exception>
    public static ServerRecordings Open(ServerData data)
    {
        var options = data.Options;
        CheckNamed(options);
        var disk = DiskSpace.Of(data.Directory, options.Disk.FreeBytes, options.Disk.FreePercent);
        var container = ObjectServices.Open(options, data.Directory, disk, NullLoggerFactory.Instance);
        var notes = new SqlObjectNotes(data.Database, ServerId.Of(data.Directory), TimeProvider.System);
        var index = new SqlBlobIndex(data.Database);
        var shared = new SharedObjectStore(container, notes, index, NullLogger<SharedObjectStore>.Instance);
        var move = new RecordingMove(index, notes, container, shared, new FileObjectStore(data.Directory));
        var known = new KnownPlace(new SqlSettingStore(data.Database), notes, NullLogger<KnownPlace>.Instance);
        return new ServerRecordings(container, known, data.Directory, move);
    }

    /// <summary>Sees to it that the place can be written and read.</summary>
    /// <exception cref="IOException">It cannot; the message says what to do.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => _container.PrepareAsync(cancellationToken);

    /// <summary>Refuses to remove recordings from under a server that does not read them from the place.</summary>
    /// <exception cref="IOException">One runs.</exception>
    public void CheckRemoval()
    {
        if (_known.Last == Place) return;
        try
        {
            _directory.Lock().Dispose();
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"A server that does not read recordings from {Place} uses {_directory.Root}: start it with --objects {Place} first.",
                exception);
        }
    }

    /// <summary>Keeps servers from starting that would look for the recordings elsewhere.</summary>
    public Task RememberAsync() => _known.CheckAsync(Place);

    /// <inheritdoc />
    public void Dispose() => (_container as IDisposable)?.Dispose();
}
