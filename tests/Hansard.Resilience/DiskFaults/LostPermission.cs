using System.Diagnostics;
using System.Runtime.Versioning;

namespace Hansard.Resilience.DiskFaults;

/// <summary>Takes the permission to be written from a part of a data folder, until it is disposed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LostPermission : IDisposable
{
    private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly Dictionary<string, UnixFileMode> _former = new(StringComparer.Ordinal);
    private readonly string[] _immutable = [];

    private LostPermission(string[] paths, bool immutable)
    {
        if (immutable)
        {
            _immutable = paths;
            Assert.True(Change("+i", [.. paths.Where(File.Exists)]));
            return;
        }

        foreach (var path in paths)
        {
            try
            {
                var mode = File.GetUnixFileMode(path);
                File.SetUnixFileMode(path, mode & ~Write);
                _former[path] = mode;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                // The server has moved or removed it meanwhile.
            }
        }
    }

    /// <summary>
    /// The program before that of a server which may not write what nobody may: root may, unless this is taken from it. The folders stay
    /// its own.
    /// </summary>
    public static IReadOnlyList<string> Held { get; } = Environment.IsPrivilegedProcess
        ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search", "--"]
        : [];

    /// <summary>Tells whether this user may make files immutable, on the file system of temporary files.</summary>
    public static bool CanBeImmutable { get; } = TryImmutable();

    /// <summary>Takes it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="part">The part of it.</param>
    public static LostPermission Of(string folder, DataPart part)
        => part is DataPart.ImmutableDatabase
            ? new([Path.Combine(folder, "hansard.db"), Path.Combine(folder, "hansard.db-wal")], immutable: true)
            : new(PathsOf(folder, part), immutable: false);

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (_immutable.Length > 0) Change("-i", _immutable);
        foreach (var (path, mode) in _former)
            if (Path.Exists(path)) File.SetUnixFileMode(path, mode);
    }

    private static string[] PathsOf(string folder, DataPart part) => part switch
    {
        DataPart.Root => [folder],
        DataPart.Recordings => [.. Folders(Path.Combine(folder, "files")), Path.Combine(folder, "files")],
        DataPart.Temporary => [Path.Combine(folder, "temporary")],
        DataPart.Database => [Path.Combine(folder, "hansard.db")],
        DataPart.DatabaseAndLog => Directory.GetFiles(folder, "hansard.db*"),
        _ => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories), .. Folders(folder), folder],
    };

    private static string[] Folders(string folder) => Directory.GetDirectories(folder, "*", SearchOption.AllDirectories);

    private static bool TryImmutable()
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/chattr")) return false;
        var path = Path.GetTempFileName();
        try
        {
            return Change("+i", path) & Change("-i", path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool Change(string attribute, params string[] paths)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/chattr", [attribute, .. paths]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
