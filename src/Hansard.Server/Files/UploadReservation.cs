using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The room of one upload, given back when it is disposed.</summary>
internal sealed class UploadReservation(UploadReservations owner, DiskSpace disk, string project, LimitOptions limits) : IDisposable
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
        owner.Release(project, _bytes, _stored);
    }
}
