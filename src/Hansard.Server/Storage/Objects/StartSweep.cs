using Microsoft.Extensions.Logging;

namespace Hansard.Server.Storage.Objects;

/// <summary>
/// Finishes what a killed server had begun: deletions that the database has noted, and uploads that it has or has not accepted.
/// </summary>
/// <remarks>
/// Before the first request. Only names that this server gives are touched, in its own folders: a recording goes when this database says
/// that it was deleted, an arriving file when this database has no row for it. So a lost, emptied or older database removes no recording.
/// </remarks>
internal sealed partial class StartSweep(
    IDatabase database, IBlobIndex index, IObjectStore store, FileObjectStore objects, KnownPlace place, RecordingRemoval removal,
    DataDirectory directory, ILogger<StartSweep> logger)
{
    /// <summary>Sweeps, and logs what was removed and why.</summary>
    /// <exception cref="IOException">Recordings can be neither stored nor read; the message says what to do.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        await place.CheckAsync(store.Place);
        await removal.RemoveDeletedAsync(before: long.MaxValue);
        await SweepTemporariesAsync();
        LogStrangers();
    }

    private async Task SweepTemporariesAsync()
    {
        var (stored, removed, earlier) = (new List<string>(), new List<string>(), new List<string>());
        var made = index.Since();
        foreach (var (path, blob) in ListedFile.Temporaries(directory).ToList())
        {
            if (blob is not null && index.IsUsed(blob) && !Path.Exists(objects.PathOf(blob)))
            {
                await objects.PublishAsync(blob);
                stored.Add(blob);
            }
            else if (blob is not null && !WasWrittenSince(path, made))
            {
                earlier.Add(path);
            }
            else if (blob is not null || IsEarlier(path))
            {
                File.Delete(path);
                removed.Add(Path.GetFileName(path));
            }
        }

        if (stored.Count > 0) LogStored(stored.Count, LoggedNames.Some(stored));
        if (removed.Count > 0) LogRemovedTemporaries(removed.Count, LoggedNames.Some(removed));
        if (earlier.Count > 0) LogEarlier(earlier.Count, LoggedNames.Some(earlier));
    }

    // What is older than this database arrived under another one, which may have accepted it.
    private static bool WasWrittenSince(string path, long? made)
        => made is { } time && new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds() >= time;

    // What the first version left; from then on such names are not the server's.
    private bool IsEarlier(string path)
        => database.FormerSchema == 1
            && TemporaryName.IsEarlier(Path.GetFileName(path))
            && new FileInfo(path) is { Exists: true, LinkTarget: null };

    private void LogStrangers()
    {
        // To list a place that is shared would take too long, and here is only what has not been moved to it.
        var isShared = store.Place is not null;
        if (isShared && !ListedFile.Recordings(directory).Any()) return;
        var used = index.Used();
        var noted = index.Deleted(long.MaxValue).ToHashSet(StringComparer.Ordinal);
        var (unknown, foreign) = (new List<string>(), new List<string>());
        foreach (var (path, blob) in ListedFile.Recordings(directory))
        {
            if (blob is null) foreign.Add(path);
            else if (!used.Remove(blob) && !noted.Contains(blob)) unknown.Add(path);
        }

        foreign.AddRange(ListedFile.Temporaries(directory).Where(file => file.Blob is null).Select(file => file.Path));
        if (unknown.Count > 0) LogUnknown(unknown.Count, LoggedNames.Some(unknown));
        if (foreign.Count > 0) LogForeign(foreign.Count, LoggedNames.Some(foreign));
        if (used.Count > 0 && !isShared) LogMissing(used.Count, LoggedNames.Some([.. used]));
    }

    [LoggerMessage(212, LogLevel.Information, "Removed {Count} unfinished uploads and downloads that an earlier run left: {Names}")]
    private partial void LogRemovedTemporaries(int count, string names);

    [LoggerMessage(213, LogLevel.Information,
        "Stored {Count} uploads that an earlier run had accepted but not put in their place: {Names}")]
    private partial void LogStored(int count, string names);

    [LoggerMessage(214, LogLevel.Warning,
        "{Count} recordings in the data directory are not in this database, and are left alone. Is the database an older one? {Paths}")]
    private partial void LogUnknown(int count, string paths);

    [LoggerMessage(215, LogLevel.Warning, "{Count} files or folders in the data directory are not Hansard's, and are left alone: {Paths}")]
    private partial void LogForeign(int count, string paths);

    [LoggerMessage(219, LogLevel.Warning,
        "{Count} uploads that had not ended are older than this database, and are left alone: {Paths}")]
    private partial void LogEarlier(int count, string paths);

    [LoggerMessage(216, LogLevel.Warning, "The bytes of {Count} recordings that the database names are not in the data directory: {Names}")]
    private partial void LogMissing(int count, string names);
}
