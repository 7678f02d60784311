using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>Holds a project to its number and bytes of files.</summary>
internal static class FileQuota
{
    /// <summary>Tells whether a project has limits at all: else nothing needs to be counted.</summary>
    public static bool IsLimited(LimitOptions limits) => limits.StoredFiles > 0 || limits.StoredBytes > 0;

    /// <summary>Refuses what would pass a limit.</summary>
    /// <param name="stored">The files that the project stores, recordings downloaded for its jobs included.</param>
    /// <param name="arriving">Its uploads and downloads that have not ended.</param>
    /// <param name="more">The files to be added to both.</param>
    /// <param name="limits">The project's.</param>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public static void Check(StoredTotals stored, StoredTotals arriving, StoredTotals more, LimitOptions limits)
    {
        var all = stored + arriving + more;
        var besides = arriving.Files > 0 || arriving.Bytes > 0
            ? $" and receives {arriving.Files} uploads and {arriving.Bytes} bytes so far"
            : "";
        if (LimitOptions.IsPassed(all.Files, limits.StoredFiles))
            throw new LimitReachedException(
                $"This project stores {stored.Files} files{besides}, and its limit is {limits.StoredFiles}: "
                + "delete files that are no longer needed.",
                LimitReachedException.WhenFull);
        if (LimitOptions.IsPassed(all.Bytes, limits.StoredBytes))
            throw new LimitReachedException(
                $"This project stores {stored.Bytes} bytes{besides}, and its limit is {limits.StoredBytes}: "
                + $"there is no room for {more.Bytes} more. Delete files that are no longer needed.",
                LimitReachedException.WhenFull);
    }
}
