using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>
/// Counts the uploads and downloads that are still arriving toward their projects' limits, as if they were stored already.
/// </summary>
/// <remarks>
/// Otherwise each of many uploads at once finds room for itself, and together they fill the disk until the last one has ended.
/// The database is asked when one begins and before one is refused, not for every block of bytes: its answer is kept up to date meanwhile.
/// The limits are kept exactly by <see cref="IFileStore.AddAsync"/>, whatever is thought here.
/// </remarks>
internal sealed class UploadReservations(IFileStore files, DiskSpace disk)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Arriving> _projects = new(StringComparer.Ordinal);

    /// <summary>Makes room for one file, whose bytes are reserved as they arrive.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="expected">Bytes that it will have at least; nothing is reserved for them, but what cannot fit is refused now.</param>
    /// <exception cref="LimitReachedException">There is no room.</exception>
    public UploadReservation Open(string project, LimitOptions limits, long expected) => Open(project, limits, expected, files: 1);

    /// <summary>Makes room for a recording that is downloaded for a job, and is no file of the project.</summary>
    /// <exception cref="LimitReachedException">There is no room.</exception>
    public UploadReservation OpenDownload(string project, LimitOptions limits) => Open(project, limits, expected: 1, files: 0);

    private UploadReservation Open(string project, LimitOptions limits, long expected, int files)
    {
        disk.Check();
        var stored = Stored(project, limits);
        lock (_lock)
        {
            if (!_projects.TryGetValue(project, out var arriving)) arriving = new Arriving();
            arriving.Stored = stored;
            FileQuota.Check(arriving.Stored, arriving.Reserved, new StoredTotals(files, expected), limits);
            arriving.Reserved += new StoredTotals(files, 0);
            arriving.Open++;
            _projects[project] = arriving;
        }

        return new UploadReservation(this, disk, project, limits, files);
    }

    /// <summary>Reserves further bytes for an upload that is open.</summary>
    /// <exception cref="LimitReachedException">There is no room for them.</exception>
    public void Add(string project, LimitOptions limits, long bytes)
    {
        var more = new StoredTotals(0, bytes);
        lock (_lock)
        {
            var arriving = _projects[project];
            if (!LimitOptions.IsPassed((arriving.Stored + arriving.Reserved + more).Bytes, limits.StoredBytes))
            {
                arriving.Reserved += more;
                return;
            }
        }

        // Something may have been deleted.
        var stored = Stored(project, limits);
        lock (_lock)
        {
            var arriving = _projects[project];
            arriving.Stored = stored;
            FileQuota.Check(arriving.Stored, arriving.Reserved, more, limits);
            arriving.Reserved += more;
        }
    }

    /// <summary>Gives the room of an upload back.</summary>
    /// <param name="project">Id of the project.</param>
    /// <param name="reserved">All that it had reserved.</param>
    /// <param name="isStored">True where that goes into the store now.</param>
    public void Release(string project, StoredTotals reserved, bool isStored)
    {
        lock (_lock)
        {
            var arriving = _projects[project];
            arriving.Reserved -= reserved;
            if (isStored) arriving.Stored += reserved;
            if (--arriving.Open == 0) _projects.Remove(project);
        }
    }

    private StoredTotals Stored(string project, LimitOptions limits) => FileQuota.IsLimited(limits) ? files.Stored(project) : default;

    private sealed class Arriving
    {
        public StoredTotals Stored { get; set; }

        public StoredTotals Reserved { get; set; }

        public int Open { get; set; }
    }
}

/// <summary>The room of one upload or download, given back when it is disposed.</summary>
internal sealed class UploadReservation(UploadReservations owner, DiskSpace disk, string project, LimitOptions limits, int files)
    : IDisposable
{
    // Asking the file system for every block would cost more than writing it.
    private const long CheckDiskEvery = 16L << 20;

    private long _bytes;
    private bool _stored;
    private bool _disposed;

    /// <summary>Reserves bytes that have arrived, before they are written.</summary>
    /// <exception cref="LimitReachedException">There is no room for them.</exception>
    public void Add(int bytes)
    {
        owner.Add(project, limits, bytes);
        var before = _bytes;
        _bytes += bytes;
        if (_bytes / CheckDiskEvery != before / CheckDiskEvery) disk.Check();
    }

    /// <summary>Gives the room back because the file goes into the store now, where it counts by itself.</summary>
    /// <remarks>Before it is there and not after: counted twice for a moment, it would make the server refuse what fits.</remarks>
    public void Store()
    {
        _stored = true;
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        owner.Release(project, new StoredTotals(files, _bytes), _stored);
    }
}
