using Hansard.Server.Storage.Sqlite;

namespace Hansard.Server.Storage.Backup;

/// <summary>Makes a data directory of a backup, or finds out whether that would succeed.</summary>
internal sealed class DataRestore(string backup)
{
    private readonly BackupFolder _folder = new(backup);

    /// <summary>Reads all of a backup, and holds it against its manifest.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file of it is damaged; the message names it.</exception>
    public async Task<BackupTotals> CheckAsync(IProgress<BackupStep> progress, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Open(_folder);
        var totals = new BackupTotals { Missing = manifest.Missing };
        foreach (var entry in manifest.Entries())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var content = Open(entry);
            var read = await HashedFile.ReadAsync(content, cancellationToken);
            if (read.Hash != entry.Hash) throw Damaged(entry);
            Tell(entry, read.Size, totals, progress);
        }

        DatabaseCopy.CheckKnown(_folder.PathOf(BackupFolder.Database));
        return totals;
    }

    /// <summary>Copies a backup to where a server can be started with it.</summary>
    /// <param name="target">A folder that is empty, or is made.</param>
    /// <param name="progress">Told of each recording.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <exception cref="IOException">The folder is not empty, or something cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">A file of the backup is damaged; the message names it.</exception>
    public async Task<BackupTotals> RunAsync(string target, IProgress<BackupStep> progress, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Open(_folder);
        DatabaseCopy.CheckKnown(_folder.PathOf(BackupFolder.Database));
        var data = DataDirectory.At(target);
        if (File.Exists(data.Root)) throw new IOException($"{data.Root} is a file: name a new or empty folder with --data.");
        if (Directory.Exists(data.Root) && Directory.EnumerateFileSystemEntries(data.Root).Any())
            throw new IOException(
                $"{data.Root} is not empty, and nothing in it is changed: name a new or empty folder with --data.");
        var isNew = !Directory.Exists(data.Root);
        PrivateFile.CreateFolder(data.Root);
        var isDone = false;
        try
        {
            // No server starts in a half of it.
            using var held = new DataLock(data);
            foreach (var folder in (string[])[data.Files, data.Temporary]) PrivateFile.CreateFolder(folder);
            var totals = await CopyAsync(manifest, data, progress, cancellationToken);
            isDone = true;
            return totals;
        }
        finally
        {
            if (!isDone) Remove(data.Root, isNew);
        }
    }

    private async Task<BackupTotals> CopyAsync(
        ManifestReader manifest, DataDirectory data, IProgress<BackupStep> progress, CancellationToken cancellationToken)
    {
        var totals = new BackupTotals { Missing = manifest.Missing };
        foreach (var entry in manifest.Entries())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var content = Open(entry);
            var path = Path.Combine([data.Root, .. entry.Name.Split('/')]);

            // The database comes last: without it, a server does not start beside recordings.
            if (entry.Name == BackupFolder.Database) path += ".restored";
            var copy = await HashedFile.CopyAsync(content, path, cancellationToken);
            if (copy.Hash != entry.Hash) throw Damaged(entry);
            Tell(entry, copy.Size, totals, progress);
        }

        File.Move(data.DatabaseFile + ".restored", data.DatabaseFile);
        return totals;
    }

    private FileStream Open(ManifestEntry entry) => SharedFile.OpenIfThere(_folder.PathOf(entry.Name))
        ?? throw new InvalidDataException($"{_folder.PathOf(entry.Name)} is missing from the backup: use another one.");

    private InvalidDataException Damaged(ManifestEntry entry)
        => new($"{_folder.PathOf(entry.Name)} is damaged: its hash is not the one of the manifest. Use another backup.");

    private static void Tell(ManifestEntry entry, long size, BackupTotals totals, IProgress<BackupStep> progress)
    {
        if (BackupFolder.BlobOf(entry.Name) is not { } blob) return;
        var step = new BackupStep(blob, BackupOutcome.Copied, size);
        totals.Add(step);
        progress.Report(step);
    }

    // All in it is from here: it was empty, and has been locked since.
    private static void Remove(string root, bool isNew)
    {
        if (isNew)
        {
            Directory.Delete(root, recursive: true);
            return;
        }

        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
    }
}
