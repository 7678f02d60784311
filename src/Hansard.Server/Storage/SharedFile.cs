namespace Hansard.Server.Storage;

/// <summary>Files that are read while others may delete them.</summary>
internal static class SharedFile
{
    /// <summary>Opens a file to be read. Whoever deletes it meanwhile does not wait, and what is read is read to its end.</summary>
    /// <returns>Null when there is none.</returns>
    public static FileStream? OpenIfThere(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous,
                BufferSize = 0,
            });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
