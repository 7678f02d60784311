using System.Security.Cryptography;
using Hansard.Server.Storage.Objects;

namespace Hansard.Server.Storage.Backup;

/// <summary>Files that are copied and read with their SHA-256.</summary>
internal static class HashedFile
{
    /// <summary>Writes a file that appears under its name whole, and on the disk, or not at all.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="path">The file; one of that name is replaced.</param>
    /// <param name="cancellationToken">Stops, leaving a file with <c>.part</c> at the end of its name.</param>
    /// <returns>The hash and the bytes.</returns>
    public static async Task<FileHash> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var part = path + ".part";
        PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
        File.Delete(part);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = await ArrivingFile.WriteAsync(content, part, long.MaxValue, hash, goesOn: null, cancellationToken);
        File.Move(part, path, overwrite: true);
        return new FileHash(Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<FileHash> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = SharedFile.OpenIfThere(path) ?? throw new IOException($"There is no file {path}.");
        return await ReadAsync(file, cancellationToken);
    }

    /// <summary>Reads a file from its beginning.</summary>
    public static async Task<FileHash> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        return new FileHash(Convert.ToHexStringLower(hash), file.Length);
    }
}

/// <summary>The hash of a file.</summary>
/// <param name="Hash">SHA-256 in hexadecimal.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct FileHash(string Hash, long Size);
