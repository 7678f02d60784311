using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hansard.Engine.Temporary;

/// <summary>
/// Temporary file where TMPDIR says, which this user alone can read from its first byte on, and which is gone with this object.
/// </summary>
/// <remarks>
/// A killed process leaves its file behind. So the name says whose it is, <c>hansard-PROCESS-RANDOM.KIND</c>, and whoever has it open holds
/// a shared lock: what <see cref="SweepAbandoned"/> finds with a dead owner and without a lock belongs to nobody. Both are asked for,
/// because containers that share a folder cannot see each other's processes, and some network file systems have no locks.
/// </remarks>
internal sealed partial class TemporaryFile : IDisposable
{
    /// <summary>Times that another process may sweep a file between its creation and its locking before that is no coincidence.</summary>
    private const int Attempts = 3;

    /// <summary>Opens only what nobody has open, and lets it be deleted meanwhile: Unix always does, Windows is to be asked.</summary>
    private static readonly FileShare Exclusive = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    private readonly bool _nameless;

    private TemporaryFile(string path, FileStream content, bool nameless) => (Path, Content, _nameless) = (path, content, nameless);

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>The file, open for reading and writing without a buffer.</summary>
    public FileStream Content { get; }

    /// <summary>Creates a file that others can open by its <see cref="Path"/>.</summary>
    /// <param name="kind">What it holds, as the ending of its name: lower-case letters.</param>
    /// <exception cref="IOException">There is no room, or no folder, for temporary files.</exception>
    public static TemporaryFile Create(string kind) => Open(kind, FileShare.Read, FileOptions.None, nameless: false);

    /// <summary>Creates a file without a name, where the system can do without, so that not even a killed process leaves it.</summary>
    /// <inheritdoc cref="Create"/>
    public static TemporaryFile CreateNameless(string kind)
    {
        var file = Open(kind, FileShare.Delete, FileOptions.DeleteOnClose, nameless: true);
        // Unix keeps an open file without a name; on Windows the system deletes it with the last handle.
        if (!OperatingSystem.IsWindows()) File.Delete(file.Path);
        return file;
    }

    /// <summary>Deletes what killed processes have left in the folder of temporary files; what cannot be deleted stays.</summary>
    public static void SweepAbandoned()
    {
        foreach (var path in Candidates())
        {
            var name = Name().Match(System.IO.Path.GetFileName(path));
            if (!name.Success) continue;
            var owner = int.Parse(name.Groups["process"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            try
            {
                if (new FileInfo(path).LinkTarget is not null || !IsGone(owner, File.GetLastWriteTime(path))) continue;
                // Held until it is deleted. For writing as well: to open a FIFO of that name for reading alone would wait for its writer.
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Exclusive, bufferSize: 0);
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // In use after all, another user's, or gone meanwhile.
            }
        }
    }

    /// <summary>Deletes the file.</summary>
    public void Dispose()
    {
        Content.Dispose();
        if (!_nameless) File.Delete(Path);
    }

    private static TemporaryFile Open(string kind, FileShare share, FileOptions options, bool nameless)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hansard-{Environment.ProcessId}-{Guid.NewGuid():N}.{kind}");
            var how = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = share,
                Options = options,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            try
            {
                return new TemporaryFile(path, new FileStream(path, how), nameless);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
            {
                // Bare, it would be taken for a recording that is not there, or may not be read.
                var folder = System.IO.Path.GetTempPath();
                throw new IOException($"The folder of temporary files, '{folder}', cannot be written to: set TMPDIR to another.", e);
            }
            catch (IOException) when (attempt < Attempts && Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            {
                // Another process that sweeps was between creation and lock.
            }
        }
    }

    private static IReadOnlyList<string> Candidates()
    {
        try
        {
            return [.. Directory.EnumerateFiles(System.IO.Path.GetTempPath(), "hansard-*")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>True when no process has this number, or one that began after the file was last written.</summary>
    private static bool IsGone(int process, DateTime written)
    {
        try
        {
            using var owner = Process.GetProcessById(process);
            return owner.StartTime > written;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended while it was asked, or is another user's: a later start sees to it.
            return false;
        }
    }

    [GeneratedRegex(@"^hansard-(?<process>[0-9]{1,9})-[0-9a-f]{32}\.[a-z]+$")]
    private static partial Regex Name();
}
