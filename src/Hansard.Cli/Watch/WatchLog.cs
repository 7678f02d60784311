using Hansard.Server.FolderWatch;

namespace Hansard.Cli.Watch;

/// <summary>Says on standard error what happens in a watched folder, a line each, and counts it.</summary>
/// <param name="output">Standard error.</param>
/// <param name="isQuiet">Nothing is said but of failures.</param>
internal sealed class WatchLog(TextWriter output, bool isQuiet) : IWatchReport
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _failures = [];
    private int _written;
    private int _renamed;
    private int _copied;
    private int _skipped;

    /// <summary>Indicates whether a recording has no transcript that should have one.</summary>
    public bool HasFailures
    {
        get
        {
            lock (_gate) return _failures.Count > 0;
        }
    }

    /// <summary>Says that the watch begins.</summary>
    public void Begin(WatchSettings settings)
    {
        var place = settings.Output is null ? "beside the recordings" : $"to '{settings.Output}'";
        if (!isQuiet) Say($"watching '{settings.Folder}', transcripts go {place}. Ctrl-C ends.");
    }

    /// <summary>Ends with a line of counts, and the failures once more.</summary>
    /// <param name="changing">Number of recordings that are left for another time.</param>
    public void Summarize(int changing)
    {
        lock (_gate)
        {
            if (isQuiet) return;
            string?[] counts =
            [
                $"{_written} written", Named(_renamed, "renamed"), Named(_copied, "copied"), Named(_skipped, "skipped"),
                Named(_failures.Count, "failed"), Named(changing, "still changing"),
            ];
            output.WriteLine(string.Join(", ", counts.OfType<string>()) + (_failures.Count > 0 ? ":" : ""));
            foreach (var (recording, reason) in _failures) output.WriteLine(Printable.Of($"  {recording}: {reason}"));
        }
    }

    /// <inheritdoc />
    public void Written(string recording, IReadOnlyList<string> files, IReadOnlyList<string> notes)
    {
        lock (_gate)
        {
            _written++;
            _failures.Remove(recording);
            if (isQuiet) return;
            Say($"{recording}: written {string.Join(", ", files)}");
            foreach (var note in notes) Say($"{recording}: {note}");
        }
    }

    /// <inheritdoc />
    public void Followed(string recording, string former, bool isCopy)
    {
        lock (_gate)
        {
            if (isCopy) _copied++;
            else _renamed++;
            _failures.Remove(recording);
            if (!isQuiet) Say($"{recording}: {(isCopy ? "a copy of" : "renamed from")} {former}, and so are its transcripts");
        }
    }

    /// <inheritdoc />
    public void Skipped(string recording, string reason)
    {
        lock (_gate)
        {
            _skipped++;
            _failures.Remove(recording);
            if (!isQuiet) Say($"{recording}: skipped. {reason}");
        }
    }

    /// <inheritdoc />
    public void Failed(string recording, string reason)
    {
        lock (_gate)
        {
            _failures[recording] = reason;
            Say($"{recording}: {reason}");
        }
    }

    /// <inheritdoc />
    public void Waiting(string? recording, string reason, TimeSpan pause)
    {
        lock (_gate)
        {
            if (recording is not null) _failures[recording] = reason;
            Say($"{(recording is null ? "" : $"{recording}: ")}{reason} It is tried again.");
        }
    }

    private void Say(string text) => output.WriteLine($"hansard: {Printable.Of(text)}");

    private static string? Named(int count, string name) => count == 0 ? null : $"{count} {name}";
}
