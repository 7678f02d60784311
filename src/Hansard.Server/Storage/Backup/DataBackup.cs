using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sqlite;

namespace Hansard.Server.Storage.Backup;

/// <summary>Copies the data directory of a server, which may serve, as it is at one moment.</summary>
/// <remarks>
/// First the database, then the recordings that the copy names. A recording never changes, and one that is deleted meanwhile stays until it
/// is copied (<see cref="RemovalHold"/>), so both are of the same moment. Then the keys of voices, of which there may only be more.
/// Uploads that have not ended are not in the database, and not in the backup.
/// </remarks>
internal sealed class DataBackup(DataDirectory data)
{
    // The time between the row of a recording and its last move is that of one rename.
    private static readonly TimeSpan PublishPause = TimeSpan.FromMilliseconds(100);
    private const int PublishLooks = 20;

    private readonly FileObjectStore _objects = new(data);

    /// <summary>Makes a backup.</summary>
    /// <param name="target">Its folder, which is made: empty, or with a backup that was interrupted.</param>
    /// <param name="since">An earlier backup, whose recordings are taken by a second name; null for none.</param>
    /// <param name="progress">Told of each recording.</param>
    /// <param name="cancellationToken">Stops; the next call with this folder goes on.</param>
    /// <exception cref="IOException">Something cannot be read or written; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">The database or a copy is damaged.</exception>
    public async Task<BackupTotals> RunAsync(
        string target, string? since, IProgress<BackupStep> progress, CancellationToken cancellationToken)
    {
        if (!data.HasDatabase())
            throw new IOException($"There is no Hansard database in {data.Root}: name the server's data directory with --data.");

        // Before anything is noted in it.
        DatabaseCopy.CheckKnown(data.DatabaseFile, isInUse: true);
        var folder = new BackupFolder(target);
        CheckTarget(folder);
        using var earlier = since is null ? null : new EarlierBackup(new BackupFolder(since));
        foreach (var path in (string[])[folder.Root, folder.Recordings]) PrivateFile.CreateFolder(path);
        using var manifest = new ManifestWriter(folder);
        var totals = await CopyAsync(folder, earlier, manifest, progress, cancellationToken);
        manifest.Commit();
        return totals;
    }

    private async Task<BackupTotals> CopyAsync(
        BackupFolder folder, EarlierBackup? earlier, ManifestWriter manifest, IProgress<BackupStep> progress,
        CancellationToken cancellationToken)
    {
        var totals = new BackupTotals();
        await using (RemovalHold.Begin(data))
        {
            var path = folder.PathOf(BackupFolder.Database);
            using (var database = DatabaseCopy.Make(data, path, cancellationToken))
            {
                manifest.Remark($"the database and the recordings as they were at {Timestamp.ToIso(TimeProvider.System.Milliseconds())}");
                RemoveUnnamed(folder, database);
                foreach (var recording in database.Recordings())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var step = await CopyAsync(recording, folder, earlier, manifest, cancellationToken);
                    totals.Add(step);
                    progress.Report(step);
                }
            }

            manifest.Add(BackupFolder.Database, (await HashedFile.ReadAsync(path, cancellationToken)).Hash);
        }

        await CopyAsync(data.MarkerFile, BackupFolder.Marker, folder, manifest, cancellationToken);
        await CopyAsync(data.ServerIdFile, BackupFolder.ServerIdentity, folder, manifest, cancellationToken);
        if (Directory.Exists(data.ProtectionKeys))
            foreach (var key in Directory.EnumerateFiles(data.ProtectionKeys).Order(StringComparer.Ordinal))
                await CopyAsync(key, $"{BackupFolder.Keys}/{Path.GetFileName(key)}", folder, manifest, cancellationToken);
        return totals;
    }

    private async Task<BackupStep> CopyAsync(
        UsedRecording recording, BackupFolder folder, EarlierBackup? earlier, ManifestWriter manifest, CancellationToken cancellationToken)
    {
        var name = BackupFolder.NameOf(recording.Blob);
        var path = folder.PathOf(name);
        var (outcome, copy) = (BackupOutcome.Linked, (FileHash?)null);

        // One that an interrupted call has put there is whole.
        if (File.Exists(path)) copy = await HashedFile.ReadAsync(path, cancellationToken);
        if (copy is { } there && recording.Size is { } size && there.Size != size)
        {
            File.Delete(path);
            copy = null;
        }

        copy ??= earlier?.Link(recording.Blob, path, recording.Size);
        if (copy is null)
        {
            outcome = BackupOutcome.Copied;
            copy = await CopyAsync(recording, path, cancellationToken);
        }

        if (copy is null)
        {
            manifest.Remark(ManifestReader.MissingLine(name));
            return new BackupStep(recording.Blob, BackupOutcome.Missing, 0);
        }

        manifest.Add(name, copy.Value.Hash);
        return new BackupStep(recording.Blob, outcome, copy.Value.Size);
    }

    private async Task<FileHash?> CopyAsync(UsedRecording recording, string path, CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(recording.Blob, cancellationToken);
        if (content is null) return null;
        var copied = await CheckedAsync(content, path, cancellationToken);
        return recording.Size is null || recording.Size == copied.Size ? copied : throw new InvalidDataException(
            $"The recording {recording.Blob} in {data.Root} has {copied.Size} bytes, and the server stored {recording.Size}: it is "
            + "damaged. Restore it from an earlier backup, or delete it on the server.");
    }

    private static async Task CopyAsync(
        string source, string name, BackupFolder folder, ManifestWriter manifest, CancellationToken cancellationToken)
    {
        await using var content = SharedFile.OpenIfThere(source);
        if (content is not null) manifest.Add(name, (await CheckedAsync(content, folder.PathOf(name), cancellationToken)).Hash);
    }

    // What has been written is read again.
    private static async Task<FileHash> CheckedAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var copied = await HashedFile.CopyAsync(content, path, cancellationToken);
        return copied == await HashedFile.ReadAsync(path, cancellationToken)
            ? copied
            : throw new IOException($"{path} was written, and is not read as it was: the disk is not to be trusted.");
    }

    // Its row is there a moment before it is in its place.
    private async Task<Stream?> OpenAsync(string blob, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            if (await _objects.OpenStreamAsync(blob, cancellationToken) is { } stored) return stored;
            if (look == PublishLooks || !File.Exists(Path.Combine(data.Temporary, TemporaryName.Of(blob)))) break;
            await Task.Delay(PublishPause, cancellationToken);
        }

        return await _objects.OpenStreamAsync(blob, cancellationToken);
    }

    private void CheckTarget(BackupFolder folder)
    {
        if (File.Exists(folder.Root)) throw new IOException($"{folder.Root} is a file: name a folder for the backup.");
        if ((folder.Root + Path.DirectorySeparatorChar).StartsWith(data.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException($"{folder.Root} is in the data directory that is backed up: name a folder outside of it.");
        if (File.Exists(folder.Manifest))
            throw new IOException(
                $"{folder.Root} is a backup already, which is left as it is: name a new folder. --since {folder.Root} takes what has not "
                + "changed from it.");
        if (Directory.Exists(folder.Root) && !File.Exists(folder.Unfinished) && Directory.EnumerateFileSystemEntries(folder.Root).Any())
            throw new IOException($"The folder {folder.Root} is not empty: name a new one for the backup.");
    }

    // What an interrupted call copied, and was deleted since.
    private static void RemoveUnnamed(BackupFolder folder, DatabaseCopy database)
    {
        foreach (var (path, blob) in ListedFile.Recordings(DataDirectory.At(folder.Root)))
            if (blob is null || !database.IsUsed(blob)) File.Delete(path);
    }
}
