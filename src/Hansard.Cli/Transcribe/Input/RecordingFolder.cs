using System.Text;
using System.Text.Unicode;
using Hansard.Cli.Files;
using Hansard.Cli.Usage;
using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>Finds the recordings in a folder and in those below it.</summary>
/// <param name="warnings">Told of what is left out.</param>
internal sealed class RecordingFolder(Warnings warnings)
{
    private const int MaximumDepth = 64;
    private const char Replacement = '\uFFFD';

    private readonly HashSet<string> _seen = [];
    private readonly List<RecordingInput> _found = [];

    /// <summary>Finds them, in the order of their names; hidden files and folders are left out.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="rawPath">Its path as the system has it, where that is not UTF-8; otherwise null.</param>
    /// <param name="warnings">Told of folders that may not be entered, and of pipes and devices.</param>
    public static IReadOnlyList<RecordingInput> Find(string folder, byte[]? rawPath, Warnings warnings)
    {
        var search = new RecordingFolder(warnings);
        search.Search(new Entry(folder, rawPath), "", 0);
        return search._found;
    }

    private void Search(Entry folder, string relative, int depth)
    {
        try
        {
            // Links may lead to a folder that was searched before, also in a circle.
            if (depth > MaximumDepth || folder.Status() is not { } status || !_seen.Add(status.Identity)) return;
            foreach (var entry in EntriesOf(folder).OrderBy(entry => entry.Path, StringComparer.Ordinal))
            {
                if (entry.Name.StartsWith('.')) continue;
                var kind = KindOf(entry);
                if (kind is FileKind.Folder) Search(entry, Path.Combine(relative, entry.Name), depth + 1);
                else if (RecordingExtensions.IsRecording(entry.Name)) Add(entry, relative, kind);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"The folder '{folder.Path}' is left out: {FileFault.Reason(e, "")}");
        }
    }

    // A pipe to which nobody writes would hold up all that follows, and a device may have no end.
    private void Add(Entry entry, string relative, FileKind? kind)
    {
        if (kind is null or FileKind.Regular) _found.Add(RecordingInput.In(relative, entry.Path, entry.RawPath));
        else warnings.Add($"'{entry.Path}' is left out, as it is no file: name it to have it read.");
    }

    // What cannot be examined, or is not there, is told of when it is its turn.
    private static FileKind? KindOf(Entry entry)
    {
        try
        {
            return entry.Status()?.Kind;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<Entry> EntriesOf(Entry folder)
    {
        if (folder.RawPath is null)
        {
            var paths = Directory.GetFileSystemEntries(folder.Path);
            if (!OperatingSystem.IsLinux() || !paths.Any(path => path.Contains(Replacement, StringComparison.Ordinal)))
                return paths.Select(path => new Entry(path, null));
        }
        var raw = folder.RawPath ?? Encoding.UTF8.GetBytes(folder.Path);
        return RawFolder.Names(raw).Select(name => Utf8.IsValid(name) && folder.RawPath is null
            ? new Entry(Path.Combine(folder.Path, Encoding.UTF8.GetString(name)), null)
            : new Entry(Path.Combine(folder.Path, Readable(name)), [.. raw, (byte)'/', .. name]));
    }

    // What is not UTF-8 is mostly of a time when names were in Latin-1; and as that, different names remain different.
    private static string Readable(byte[] name) => (Utf8.IsValid(name) ? Encoding.UTF8 : Encoding.Latin1).GetString(name);

    /// <summary>Something in a folder.</summary>
    /// <param name="Path">Its path, for people where <paramref name="RawPath"/> is not null.</param>
    /// <param name="RawPath">Its path as the system has it, where that is not UTF-8.</param>
    private sealed record Entry(string Path, byte[]? RawPath)
    {
        public string Name => System.IO.Path.GetFileName(Path);

        public FileStatus? Status() => RawPath is null ? FileStatus.Of(Path) : FileStatus.Of(RawPath, Path);
    }
}
