namespace Hansard.Server.FolderWatch;

/// <summary>Tells which files have stopped changing: the same in two scans, and for some time.</summary>
/// <param name="settle">Time for which a file must not have changed.</param>
/// <param name="clock">Tells time.</param>
internal sealed class SettledFiles(TimeSpan settle, TimeProvider clock)
{
    private Dictionary<string, (FileStamp Stamp, long Since)> _seen = [];

    /// <summary>Number of files that were still changing, or too new to tell, when they were last looked at.</summary>
    public int Unsettled { get; private set; }

    /// <summary>Takes a scan in. A file that changed, or has another name, begins anew.</summary>
    /// <returns>Those that are settled.</returns>
    public IReadOnlyList<ScannedFile> Observe(IReadOnlyList<ScannedFile> scan)
    {
        var now = clock.GetTimestamp();
        var seen = new Dictionary<string, (FileStamp Stamp, long Since)>(scan.Count);
        List<ScannedFile> settled = [];
        foreach (var file in scan)
        {
            var isSame = _seen.TryGetValue(file.Path, out var before) && before.Stamp == file.Stamp;
            var since = isSame ? before.Since : now;
            seen[file.Path] = (file.Stamp, since);
            if (isSame && clock.GetElapsedTime(since, now) >= settle) settled.Add(file);
        }
        _seen = seen;
        Unsettled = scan.Count - settled.Count;
        return settled;
    }
}
