using System.Security.Cryptography;
using System.Text;
using Hansard.Cli.Files;
using Hansard.Cli.Remote.Connection;
using Hansard.Server.Storage;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>
/// Submissions that are not done, a file each, so that the same command goes on where it was interrupted. A file is locked while its
/// command runs, so that two of them do not both submit.
/// </summary>
/// <param name="folder">Holds the files; made when it is needed.</param>
/// <param name="connection">The server and the key, which only take part in the names of the files, as parts of a hash.</param>
internal sealed class ResumeStore(string folder, ServerConnection connection)
{
    // The vendor's cloud keeps nothing for longer either.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(30);
    private const int Most = 2000;
    private const int MostAttempts = 100;

    /// <summary>The store of a server and a key, in the user's folder.</summary>
    public static ResumeStore Of(ServerConnection connection)
    {
        var store = new ResumeStore(Path.Combine(UserFolders.State, "submissions"), connection);
        store.Sweep();
        return store;
    }

    /// <summary>Opens the state of a submission.</summary>
    /// <param name="identity">Everything that tells it from others: source and options.</param>
    /// <returns>One that lasts as long as this command only, where the folder cannot be written.</returns>
    /// <exception cref="IOException">The same submission runs already.</exception>
    public ResumePoint Open(params string[] identity)
    {
        if (!CanKeep()) return new ResumePoint(null);
        var path = Path.Combine(folder, $"{Name(identity)}.json");
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var file = Lock(path);
            if (IsStillThere(path, file)) return new ResumePoint(file);
            file.Dispose(); // Its command was done in this moment, and took it away.
        }
        throw new IOException($"'{path}' cannot be kept: other programs delete it.");
    }

    /// <summary>Keeps something for another submission; where that cannot be, it is only slower.</summary>
    public void Keep(ResumeEntry entry, params string[] identity)
    {
        try
        {
            using var point = Open(identity);
            point.Save(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another one keeps the same.
        }
    }

    /// <summary>Returns what another submission kept, and forgets it; null if there is nothing.</summary>
    public ResumeEntry? Take(params string[] identity)
    {
        if (!File.Exists(Path.Combine(folder, $"{Name(identity)}.json"))) return null;
        try
        {
            using var point = Open(identity);
            var entry = point.Entry;
            point.Forget();
            return entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Forgets what is so old that nobody will go on with it, and the oldest where there are too many.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(folder)) return;
        var files = new DirectoryInfo(folder).GetFiles("*.json").OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        foreach (var (index, file) in files.Index())
        {
            if (index < Most && DateTime.UtcNow - file.LastWriteTimeUtc < Oldest) continue;
            try
            {
                using var held = PrivateFile.Open(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                file.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use.
            }
        }
    }

    // A container may have a home that is read-only, or none.
    private bool CanKeep()
    {
        try
        {
            PrivateFile.CreateFolder(folder);
            File.Create(Path.Combine(folder, $".{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string Name(string[] identity)
    {
        string[] all = [ServerAddress.Show(connection.Server), connection.Key ?? "", .. identity];
        var text = string.Join('\0', all.Select(part => part.Replace("\0", "", StringComparison.Ordinal)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path) && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException("Another hansard is submitting this, with the same options: wait for it, or end it.");
        }
    }

    private static bool IsStillThere(string path, FileStream file)
        => !OperatingSystem.IsLinux()
            || FileStatus.Of(path)?.Identity == FileStatus.Of($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}")?.Identity;
}
