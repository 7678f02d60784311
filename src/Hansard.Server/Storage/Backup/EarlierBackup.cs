using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Storage.Backup;

/// <summary>Recordings of an earlier backup, asked for in the order of their names.</summary>
/// <remarks>A recording never changes, so the one that was copied then is the one that is there now.</remarks>
internal sealed class EarlierBackup : IDisposable
{
    private readonly BackupFolder _folder;
    private readonly IEnumerator<(string Blob, string Hash)> _recordings;
    private bool _hasMore;

    /// <param name="folder">Of a backup that is whole.</param>
    public EarlierBackup(BackupFolder folder)
    {
        _folder = folder;
        _recordings = ManifestReader.Open(folder).Entries()
            .Select(entry => (Blob: BackupFolder.BlobOf(entry.Name), entry.Hash)).Where(entry => entry.Blob is not null)
            .Select(entry => (entry.Blob!, entry.Hash)).GetEnumerator();
        _hasMore = _recordings.MoveNext();
    }

    /// <summary>Gives a recording a second name, if it is in the backup and the file system can.</summary>
    /// <param name="blob">Comes, by its characters, after all that were asked for before.</param>
    /// <param name="path">The second name.</param>
    /// <param name="size">The bytes that the recording has; null: not known.</param>
    /// <returns>Its hash; null: it has to be copied.</returns>
    public FileHash? Link(string blob, string path, long? size)
    {
        while (_hasMore && string.CompareOrdinal(_recordings.Current.Blob, blob) < 0) _hasMore = _recordings.MoveNext();
        if (!_hasMore || _recordings.Current.Blob != blob) return null;
        var file = new FileInfo(_folder.PathOf(BackupFolder.NameOf(blob)));
        if (!file.Exists || (size is { } known && file.Length != known)) return null;
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        return HardLink.TryCreate(file.FullName, path) ? new FileHash(_recordings.Current.Hash, file.Length) : null;
    }

    /// <inheritdoc />
    public void Dispose() => _recordings.Dispose();
}
