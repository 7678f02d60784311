using System.Text;
using System.Text.Json;
using Hansard.Engine.Temporary;
using Hansard.Server.Contract;

namespace Hansard.Server.FolderWatch;

/// <summary>
/// Remembers across restarts what was done: a file of lines, one for each change, of which the last one of a path counts.
/// </summary>
/// <remarks>
/// A line is on the disk before anything that relies on it is done, so that a kill at any time costs at most the work under way. A line
/// that a kill cut off is passed over. The lock keeps two watches from working on the same transcripts; it goes with its process.
/// </remarks>
internal sealed class WatchJournal : IDisposable
{
    /// <summary>Folder of the journal, the lock and unfinished files, in the folder of the transcripts.</summary>
    public const string Folder = ".hansard-watch";

    // Of recordings that may have gone: their transcripts stay known until so many newer ones have come. About 100 MB of lines.
    private const int MaximumEntries = 300_000;

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly Dictionary<string, JournalEntry> _byPath = [];
    private readonly Dictionary<string, HashSet<string>> _byContent = [];
    private readonly Dictionary<string, string> _byBase = []; // The path that has it.
    private readonly Lock _gate = new();

    private WatchJournal(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Number of recordings known.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _byPath.Count;
        }
    }

    /// <summary>Opens the journal of a folder of transcripts, and keeps others from doing so.</summary>
    /// <param name="output">The folder of the transcripts, which exists.</param>
    /// <exception cref="WatchInUseException">Another watch has it open.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static WatchJournal Open(string output)
    {
        var folder = Path.Combine(output, Folder);
        Directory.CreateDirectory(folder);
        var held = Lock(Path.Combine(folder, "lock"), output);
        try
        {
            // Of a process that was killed.
            foreach (var part in Directory.EnumerateFiles(folder, "*.part")) File.Delete(part);
            var journal = new WatchJournal(Path.Combine(folder, "journal.jsonl"), held);
            journal.Load();
            return journal;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The entry of a path; null if there is none.</summary>
    public JournalEntry? Find(string path)
    {
        lock (_gate) return _byPath.GetValueOrDefault(path);
    }

    /// <summary>The entries of a content, the oldest first.</summary>
    public IReadOnlyList<JournalEntry> FindContent(string content)
    {
        lock (_gate)
            return _byContent.TryGetValue(content, out var paths) ? [.. paths.Select(path => _byPath[path]).OrderBy(e => e.Time)] : [];
    }

    /// <summary>The entry whose transcripts have this path without format; null if there is none.</summary>
    public JournalEntry? FindBase(string path)
    {
        lock (_gate) return _byBase.TryGetValue(path, out var owner) ? _byPath[owner] : null;
    }

    /// <summary>The entries of a state.</summary>
    public IReadOnlyList<JournalEntry> All(JournalState state)
    {
        lock (_gate) return [.. _byPath.Values.Where(entry => entry.State == state)];
    }

    /// <summary>Takes an entry down; it is on the disk afterwards.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public void Add(params IReadOnlyList<JournalEntry> entries)
    {
        lock (_gate)
        {
            using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var text = new StringBuilder();
            if (file.Length > 0)
            {
                file.Position = file.Length - 1;
                if (file.ReadByte() != '\n') text.Append('\n');
            }
            foreach (var entry in entries) text.Append(JsonSerializer.Serialize(entry, JsonSettings.Stored)).Append('\n');
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            file.Flush(flushToDisk: true);
            foreach (var entry in entries) Index(entry);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path, string output)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (WriterLease.IsSharingViolation(e))
        {
            throw new WatchInUseException(
                $"Another watch writes to '{output}' already: give each of them a folder of its own.", e);
        }
    }

    private void Load()
    {
        if (!File.Exists(_path)) return;
        var lines = 0;
        foreach (var line in File.ReadLines(_path))
        {
            lines++;
            if (Parse(line) is { } entry) Index(entry);
        }
        if (lines > (2 * _byPath.Count) + 1000 || _byPath.Count > MaximumEntries) Compact();
    }

    private void Compact()
    {
        var kept = _byPath.Values.OrderByDescending(entry => entry.Time).Take(MaximumEntries).OrderBy(entry => entry.Time).ToList();
        using (var pending = PendingFile.Create(_path))
        {
            using (var lines = new StreamWriter(pending.Content, leaveOpen: true))
                foreach (var entry in kept) lines.Write(JsonSerializer.Serialize(entry, JsonSettings.Stored) + "\n");
            pending.Commit(overwrite: true);
        }
        _byPath.Clear();
        _byContent.Clear();
        _byBase.Clear();
        foreach (var entry in kept) Index(entry);
    }

    private static JournalEntry? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<JournalEntry>(line, JsonSettings.Stored);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Index(JournalEntry entry)
    {
        if (_byPath.Remove(entry.Path, out var before))
        {
            if (_byContent.TryGetValue(before.Content, out var paths) && paths.Remove(before.Path) && paths.Count == 0)
                _byContent.Remove(before.Content);
            if (_byBase.GetValueOrDefault(before.Base) == before.Path) _byBase.Remove(before.Base);
        }
        if (entry.State is JournalState.Removed) return;
        _byPath[entry.Path] = entry;
        if (!_byContent.TryGetValue(entry.Content, out var same)) _byContent[entry.Content] = same = [];
        same.Add(entry.Path);
        _byBase[entry.Base] = entry.Path;
    }
}

/// <summary>Another watch works on the same folder; the message says so.</summary>
internal sealed class WatchInUseException(string message, Exception inner) : IOException(message, inner);
