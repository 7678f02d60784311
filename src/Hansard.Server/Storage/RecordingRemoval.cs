using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage;

/// <summary>Removes the bytes of recordings that the database has noted as deleted, and then the notes.</summary>
internal sealed partial class RecordingRemoval(IObjectStore objects, IBlobIndex index, ILogger<RecordingRemoval> logger)
{
    /// <summary>Removes bytes. What cannot be removed now, because of a fault or a backup that is made, is tried again.</summary>
    /// <returns>The names that were removed.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(params IReadOnlyList<string> names)
    {
        if (names.Count == 0 || AreHeld()) return [];
        var (removed, gone, faults) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var name in names)
        {
            try
            {
                if (await objects.RemoveAsync(name)) removed.Add(name);
                gone.Add(name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                faults.Add(exception.Message);
            }
        }

        if (faults.Count > 0) LogNotRemoved(faults.Count, faults[0]);
        if (gone.Count == 0) return removed;
        try
        {
            await index.ForgetAsync(gone);
        }
        catch (DatabaseUnavailableException)
        {
            // The notes stay, and are found to be done with at the next attempt.
        }

        return removed;
    }

    /// <summary>Removes recordings that were noted as deleted before a time (milliseconds since 1970 UTC) and are still there.</summary>
    public async Task RemoveDeletedAsync(long before)
    {
        var removed = await RemoveAsync([.. index.Deleted(before).Where(blob => !index.IsUsed(blob))]);
        if (removed.Count > 0) LogRemovedDeleted(removed.Count, LoggedNames.Some(removed));
    }

    // The notes stay, and so do the bytes if they cannot be read.
    private bool AreHeld()
    {
        try
        {
            return index.AreHeld();
        }
        catch (DatabaseUnavailableException)
        {
            return true;
        }
    }

    [LoggerMessage(210, LogLevel.Warning,
        "{Count} recordings that were deleted cannot be removed from the disk; it is tried again. The first: {Reason}")]
    private partial void LogNotRemoved(int count, string reason);

    [LoggerMessage(211, LogLevel.Information, "Removed {Count} recordings whose deletion had been accepted but not finished: {Names}")]
    private partial void LogRemovedDeleted(int count, string names);
}
