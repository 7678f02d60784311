using System.Collections.Concurrent;
using System.Text;
using Hansard.Server.FolderWatch;

namespace Hansard.Server.Tests.FolderWatch;

/// <summary>
/// A folder of "recordings", which are texts, and one of their transcripts, which are copies of them. Everything but the engine is real.
/// </summary>
internal sealed class WatchedFolders : IWatchedTranscriber, IWatchReport, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hansard watch ");

    public WatchedFolders()
    {
        Directory.CreateDirectory(In());
        Directory.CreateDirectory(Out());
        Settings = new WatchSettings(In(), Out()) { Interval = TimeSpan.FromMilliseconds(50), Settle = TimeSpan.FromMilliseconds(100) };
    }

    public WatchSettings Settings { get; set; }

    public ConcurrentQueue<string> Transcribed { get; } = new();

    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Transcripts as they were written. What is overwritten while it is read is transcribed too, and thrown away.</summary>
    public ConcurrentQueue<string> Appeared { get; } = new();

    /// <summary>Run before each transcription.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<string>? Suffixes { get; set; } = [".txt"];

    public string In(string name = "") => Path.Combine(_root.FullName, "in", name);

    public string Out(string name = "") => Path.Combine(_root.FullName, "out", name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), text);
    }

    public string? Transcript(string name) => File.Exists(Out(name)) ? File.ReadAllText(Out(name)) : null;

    /// <summary>All transcripts, without the watch's own files.</summary>
    public IReadOnlyList<string> Transcripts => [.. Directory.EnumerateFiles(Out(), "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Out(), path))
        .Where(name => !name.StartsWith(WatchJournal.Folder, StringComparison.Ordinal) && name != FailureList.Name)
        .Order(StringComparer.Ordinal)];

    public async Task OnceAsync(bool retry = false)
    {
        using var journal = WatchJournal.Open(Out());
        await new FolderWatcher(Settings with { Retry = retry }, journal, this, this, TimeProvider.System)
            .RunOnceAsync(TestContext.Current.CancellationToken);
    }

    public async Task<TranscribedRecording> TranscribeAsync(
        OpenedRecording recording, string? ticket, Action<string> keepTicket, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(recording.Path, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        await Before(text);
        Transcribed.Enqueue(text);
        if (text.StartsWith("invalid", StringComparison.Ordinal)) throw new UntranscribableException("This is not a recording.");
        var content = Encoding.UTF8.GetBytes(text);
        return new TranscribedRecording([.. (Suffixes ?? [".en.srt"]).Select(suffix => new TranscribedFile(suffix, content))], []);
    }

    public void Written(string recording, IReadOnlyList<string> files, IReadOnlyList<string> notes)
    {
        Told.Enqueue($"written {recording}");
        Appeared.Enqueue(File.ReadAllText(Path.Combine(Settings.OutputFolder, files[0])));
    }

    public void Followed(string recording, string former, bool isCopy) => Told.Enqueue($"followed {recording} {former}");

    public void Skipped(string recording, string reason) => Told.Enqueue($"skipped {recording} {reason}");

    public void Failed(string recording, string reason) => Told.Enqueue($"failed {recording} {reason}");

    public void Waiting(string? recording, string reason, TimeSpan pause) => Told.Enqueue($"waiting {recording} {reason}");

    public void Dispose() => _root.Delete(recursive: true);
}
