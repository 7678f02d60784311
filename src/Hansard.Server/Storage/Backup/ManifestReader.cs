using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Server.Storage.Backup;

/// <summary>The manifest of a backup, read line by line: a million recordings need no more memory than one.</summary>
internal sealed class ManifestReader
{
    /// <summary>The first line.</summary>
    public const string Heading = "# Hansard backup, form 1";

    /// <summary>Beginning of the last line, before the number of files and the hash of all lines above.</summary>
    public const string Ending = "# end ";

    private const string MissingMark = "# missing ";

    // Of a line that a backup writes, with room to spare.
    private const int LongestLine = 1024;
    private const int HashLength = 64;

    private readonly BackupFolder _folder;

    private ManifestReader(BackupFolder folder) => _folder = folder;

    /// <summary>Files in it.</summary>
    public long Count { get; private set; }

    /// <summary>Recordings that the database named, and that were not there when the backup was made.</summary>
    public long Missing { get; private set; }

    /// <summary>Reads all of it once, and sees to it that it is whole.</summary>
    /// <exception cref="IOException">The folder is no backup, or one that was not finished.</exception>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static ManifestReader Open(BackupFolder folder)
    {
        if (!File.Exists(folder.Manifest))
        {
            throw new IOException(File.Exists(folder.Unfinished)
                ? $"The backup in {folder.Root} was not finished, and cannot be used: make it again."
                : $"There is no backup in {folder.Root}: it would have a file {Path.GetFileName(folder.Manifest)}.");
        }

        var manifest = new ManifestReader(folder);
        manifest.Check();
        return manifest;
    }

    /// <summary>Files with their hashes: the recordings in the order of their names first.</summary>
    public IEnumerable<ManifestEntry> Entries()
        => Lines().Where(line => !line.StartsWith('#')).Select(line => new ManifestEntry(line[(HashLength + 2)..], line[..HashLength]));

    /// <summary>The line of a recording that is missing.</summary>
    public static string MissingLine(string name) => MissingMark[2..] + name;

    private void Check()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (first, ended) = (true, false);
        foreach (var line in Lines())
        {
            if (ended || (first && line != Heading)) throw Damaged();
            first = false;
            if (line.StartsWith(Ending, StringComparison.Ordinal))
            {
                ended = line == string.Create(
                    CultureInfo.InvariantCulture, $"{Ending}{Count} {Convert.ToHexStringLower(hash.GetCurrentHash())}");
                if (!ended) throw Damaged();
                continue;
            }

            hash.AppendData(Encoding.UTF8.GetBytes(line + '\n'));
            if (line.StartsWith(MissingMark, StringComparison.Ordinal)) Missing++;
            if (line.StartsWith('#')) continue;
            if (line.Length <= HashLength + 2 || !BackupFolder.IsName(line[(HashLength + 2)..])) throw Damaged();
            Count++;
        }

        if (!ended) throw Damaged();
    }

    private IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(_folder.Manifest, Encoding.UTF8);
        var line = new StringBuilder();
        while (reader.Read() is >= 0 and var character)
        {
            if (character != '\n')
            {
                if (line.Length == LongestLine) throw Damaged();
                line.Append((char)character);
                continue;
            }

            yield return line.ToString();
            line.Clear();
        }

        if (line.Length > 0) throw Damaged();
    }

    private InvalidDataException Damaged()
        => new($"{_folder.Manifest} is damaged, and what the backup should have cannot be told: use another one.");
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its name there, with slashes.</param>
/// <param name="Hash">Its SHA-256 in hexadecimal.</param>
internal sealed record ManifestEntry(string Name, string Hash);
