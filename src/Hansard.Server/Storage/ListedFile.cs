namespace Hansard.Server.Storage;

/// <summary>An entry of a folder of the data directory, by whose name it is.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Blob">The recording that it is, or becomes; null when this server does not give such names, or it is no plain file.</param>
internal readonly record struct ListedFile(string Path, string? Blob)
{
    /// <summary>
    /// The entries of the folder of recordings. Links are not followed, and folders that are not the store's not entered.
    /// </summary>
    public static IEnumerable<ListedFile> Recordings(DataDirectory directory) => Entries(directory.Files).SelectMany(entry =>
        entry is DirectoryInfo && !IsLink(entry) && BlobName.IsFolder(entry.Name)
            ? Entries(entry.FullName).Select(file => Of(file, BlobName.IsOf(entry.Name, file.Name) ? file.Name : null))
            : [new ListedFile(entry.FullName, null)]);

    /// <summary>The entries of the folder of files in the making.</summary>
    public static IEnumerable<ListedFile> Temporaries(DataDirectory directory)
        => Entries(directory.Temporary).Select(entry => Of(entry, TemporaryName.BlobOf(entry.Name)));

    /// <summary>Tells links from files and folders themselves.</summary>
    public static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;

    private static ListedFile Of(FileSystemInfo entry, string? blob)
        => new(entry.FullName, entry is FileInfo && !IsLink(entry) ? blob : null);

    private static IEnumerable<FileSystemInfo> Entries(string folder)
    {
        var info = new DirectoryInfo(folder);
        return info.Exists ? info.EnumerateFileSystemInfos() : [];
    }
}
