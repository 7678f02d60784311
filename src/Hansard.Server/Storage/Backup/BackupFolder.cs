namespace Hansard.Server.Storage.Backup;

/// <summary>A backup: the files of a data directory, and a manifest of their hashes, which is written last.</summary>
/// <remarks>
/// A folder without a manifest is no backup, whatever else is in it: one that was interrupted has <see cref="Unfinished"/> instead.
/// </remarks>
/// <param name="path">The folder.</param>
internal sealed class BackupFolder(string path)
{
    /// <summary>The folder, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>The manifest, which <c>sha256sum -c</c> reads too.</summary>
    public string Manifest => Path.Combine(Root, "SHA256SUMS");

    /// <summary>The manifest while the backup is made.</summary>
    public string Unfinished => Manifest + ".part";

    /// <summary>The folder of recordings.</summary>
    public string Recordings => PathOf(RecordingsName);

    /// <summary>The place of a file.</summary>
    /// <param name="name">Its name in the manifest, with slashes.</param>
    public string PathOf(string name) => Path.Combine([Root, .. name.Split('/')]);

    /// <summary>Name of a recording in a manifest.</summary>
    public static string NameOf(string blob) => $"{RecordingsName}/{BlobName.FolderOf(blob)}/{blob}";

    /// <summary>The recording of a name in a manifest; null when it is another file.</summary>
    public static string? BlobOf(string name)
        => name.Split('/') is [RecordingsName, var folder, var blob] && BlobName.IsOf(folder, blob) ? blob : null;

    /// <summary>Tells the names that a backup has from all others, such as those that lead out of its folder.</summary>
    public static bool IsName(string name)
        => name is Database or Marker or ServerIdentity || BlobOf(name) is not null
            || (name.Split('/') is [Keys, { Length: > 0 } key] && key == Path.GetFileName(key) && key is not ("." or ".."));

    /// <summary>Name of the database.</summary>
    public const string Database = "hansard.db";

    /// <summary>Name of the file by which data directory and database know each other.</summary>
    public const string Marker = "hansard-data.json";

    /// <summary>Name of the file by which a server knows what it had begun, and takes it back.</summary>
    public const string ServerIdentity = "server.id";

    /// <summary>Folder of the keys that voices are encrypted with.</summary>
    public const string Keys = "protection-keys";

    private const string RecordingsName = "files";
}
