using Hansard.Server.Configuration;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>The room that a project has for files.</summary>
internal static class FileRoom
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Refuses what would pass a limit.</summary>
    /// <param name="stored">What the project stores.</param>
    /// <param name="arriving">Its uploads that have not ended.</param>
    /// <param name="more">What is to be added to both.</param>
    /// <param name="limits">The project's.</param>
    /// <exception cref="LimitReachedException">A limit would be passed.</exception>
    public static void Check(StoredTotals stored, StoredTotals arriving, StoredTotals more, LimitOptions limits)
    {
        var all = stored + arriving + more;
        var besides = arriving.Files > 0 ? $" and receives {arriving.Files} uploads of {arriving.Bytes} bytes so far" : "";
        if (all.Files > limits.StoredFiles)
            throw new LimitReachedException(
                $"This project stores {stored.Files} files{besides}, and its limit is {limits.StoredFiles}: "
                + "delete files that are no longer needed.",
                RetryAfter);
        if (all.Bytes > limits.StoredBytes)
            throw new LimitReachedException(
                $"This project stores {stored.Bytes} bytes{besides}, and its limit is {limits.StoredBytes}: "
                + $"there is no room for {more.Bytes} more. Delete files that are no longer needed.",
                RetryAfter);
    }
}
