namespace Hansard.Server.Storage;

/// <summary>
/// Names of recordings in the <see cref="IObjectStore"/>: UUIDs in lower case, each in the folder of its last two digits.
/// </summary>
internal static class BlobName
{
    // 256 folders, each with 4,000 of a million recordings.
    private const int FolderLength = 2;

    /// <summary>Makes a name that was never used.</summary>
    public static string New() => Guid.CreateVersion7().ToString();

    /// <summary>Tells the names that this server gives from all others.</summary>
    public static bool IsValid(string name) => Guid.TryParseExact(name, "D", out var id) && name == id.ToString();

    /// <summary>The folder, below the store's, that a recording of this name is in.</summary>
    public static string FolderOf(string name) => name[^FolderLength..];

    /// <summary>Tells whether a file of this name belongs into the folder.</summary>
    public static bool IsOf(string folder, string name) => IsValid(name) && FolderOf(name) == folder;

    /// <summary>Tells the store's folders from all others.</summary>
    public static bool IsFolder(string name) => name.Length == FolderLength && name.All(char.IsAsciiHexDigitLower);
}
