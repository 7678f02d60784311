using System.Security.Cryptography;
using System.Text;

namespace Hansard.Server.Storage.Backup;

/// <summary>Writes the manifest of a backup, line by line, and puts it into its place at the end.</summary>
internal sealed class ManifestWriter : IDisposable
{
    private readonly BackupFolder _folder;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins one. Whoever else makes a backup in the folder is kept out.</summary>
    /// <exception cref="IOException">It cannot be written, or somebody else writes it.</exception>
    public ManifestWriter(BackupFolder folder)
    {
        _folder = folder;
        _file = PrivateFile.Open(folder.Unfinished, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        _file.SetLength(0);
        Write(ManifestReader.Heading);
    }

    /// <summary>Files so far.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its name in the backup.</param>
    /// <param name="hash">Its SHA-256 in hexadecimal.</param>
    public void Add(string name, string hash)
    {
        Write($"{hash}  {name}");
        Count++;
    }

    /// <summary>Adds a remark.</summary>
    public void Remark(string text) => Write($"# {text}");

    /// <summary>Ends the backup: from now on it is one.</summary>
    public void Commit()
    {
        Write($"{ManifestReader.Ending}{Count} {Convert.ToHexStringLower(_hash.GetCurrentHash())}");
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_folder.Unfinished, _folder.Manifest);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + '\n');
        _file.Write(bytes);
        _hash.AppendData(bytes);
    }
}
