namespace Hansard.Server.Storage;

/// <summary>Keeps uploads from filling the disk, which the database must be able to write to.</summary>
/// <param name="free">Reads the bytes that are free, and how large the disk is.</param>
internal sealed class DiskSpace(Func<DiskUse> free)
{
    private const long Reserve = 2L << 30;

    // A small disk is not full because it is small.
    private const int ReservePercent = 5;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>The disk that a directory is on.</summary>
    public static DiskSpace Of(DataDirectory directory)
    {
        var drive = new DriveInfo(directory.Root);
        return new DiskSpace(() => new DiskUse(drive.AvailableFreeSpace, drive.TotalSize));
    }

    /// <summary>Refuses more when less than 2 GiB, or less than 5 % of a smaller disk, is free.</summary>
    /// <exception cref="LimitReachedException">The disk is nearly full.</exception>
    public void Check()
    {
        var use = free();
        if (use.Free < Math.Min(Reserve, use.Total / 100 * ReservePercent))
            throw new LimitReachedException(
                "The disk of this server is nearly full, so it takes no further recordings: delete files that are no longer needed, or tell its operator.",
                RetryAfter);
    }
}

/// <summary>How full a disk is.</summary>
/// <param name="Free">Bytes that this process may still write.</param>
/// <param name="Total">Bytes in all.</param>
internal readonly record struct DiskUse(long Free, long Total);
