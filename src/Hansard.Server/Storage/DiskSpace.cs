namespace Hansard.Server.Storage;

/// <summary>Keeps what is taken in from filling the disk, which the database must be able to write to.</summary>
/// <param name="free">Reads the bytes that are free, and how large the disk is.</param>
/// <param name="bytes">Bytes that must stay free.</param>
/// <param name="percent">The same, as a part of the disk.</param>
internal sealed class DiskSpace(Func<DiskUse> free, long bytes, int percent)
{
    /// <summary>The disk that a directory is on.</summary>
    public static DiskSpace Of(DataDirectory directory, long bytes, int percent)
    {
        var drive = new DriveInfo(directory.Root);
        return new DiskSpace(() => new DiskUse(drive.AvailableFreeSpace, drive.TotalSize), bytes, percent);
    }

    /// <summary>Use of the disk at this moment.</summary>
    public DiskUse Use => free();

    /// <summary>Bytes that must stay free on it, the larger of both bounds.</summary>
    public long Reserved => Math.Max(bytes, Use.Total / 100 * percent);

    /// <summary>Refuses more when less than one of both is free.</summary>
    /// <exception cref="LimitReachedException">The disk is nearly full.</exception>
    public void Check()
    {
        var use = free();
        if (use.Free >= bytes && use.Free >= use.Total / 100 * percent) return;
        var message =
            $"The disk of this server is nearly full: less than {bytes} bytes or {percent} % of it are free, so it takes nothing more. "
            + "Delete files that are no longer needed, or tell its operator.";
        throw new LimitReachedException(message, LimitReachedException.WhenFull) { IsOfServer = true };
    }
}

/// <summary>Use of a disk.</summary>
/// <param name="Free">Bytes that this process may still write.</param>
/// <param name="Total">Bytes in all.</param>
internal readonly record struct DiskUse(long Free, long Total);
