namespace Hansard.Server.FolderWatch;

/// <summary>Does what a settled recording needs: nothing, its transcripts renamed, or new ones.</summary>
/// <param name="settings">Of the watch.</param>
/// <param name="journal">What was done before.</param>
/// <param name="transcriber">Makes transcripts.</param>
/// <param name="report">Is told what is done.</param>
/// <param name="clock">Tells time.</param>
internal sealed class RecordingWork(
    WatchSettings settings, WatchJournal journal, IWatchedTranscriber transcriber, IWatchReport report, TimeProvider clock)
{
    private readonly WatchOutput _output = new(settings.OutputFolder);
    private readonly ExistingSubtitles _subtitles = new(settings.Folder);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _contents = []; // Of recordings under way.
    private readonly Dictionary<string, string> _bases = []; // The same: paths by what their transcripts are called.

    /// <summary>Ends what a kill interrupted between two files of a transcript.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in journal.All(JournalState.Writing))
        {
            var isWhole = entry.Files.Count > 0;
            foreach (var file in entry.Files)
                isWhole &= await _output.HashAsync(file.Path, cancellationToken).ConfigureAwait(false) == file.Content;
            if (isWhole) journal.Add(entry with { State = JournalState.Done, Earlier = [] });
        }
    }

    /// <summary>Does it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped, and nothing was written.</exception>
    /// <exception cref="Exception">Something stands in the way that may pass.</exception>
    public async Task<WorkEnd> RunAsync(ScannedFile file, CancellationToken cancellationToken)
    {
        using var recording = OpenedRecording.Open(FullPath(file.Path), file);
        if (recording is null) return WorkEnd.Changing;
        var content = await recording.HashAsync(cancellationToken).ConfigureAwait(false);
        if (!recording.IsUnchanged) return WorkEnd.Changing;
        lock (_gate)
        {
            if (!_contents.Add(content)) return WorkEnd.SameUnderWay;
        }
        var entry = Entry(file, content);
        try
        {
            return await RunAsync(recording, file, entry, cancellationToken).ConfigureAwait(false);
        }
        catch (UntranscribableException e)
        {
            journal.Add(entry with { State = JournalState.Failed, Reason = e.Message, Time = clock.GetUtcNow(), Files = OwnOf(file) });
            report.Failed(file.Path, e.Message);
            return WorkEnd.Failed;
        }
        finally
        {
            lock (_gate)
            {
                _contents.Remove(content);
                _bases.Remove(entry.Base);
            }
        }
    }

    /// <summary>Takes down that a recording has no transcript.</summary>
    public void Fail(ScannedFile file, string reason)
    {
        var entry = Entry(file, "");
        lock (_gate) _bases.Remove(entry.Base);
        journal.Add(entry with { State = JournalState.Failed, Reason = reason, Files = OwnOf(file) });
        report.Failed(file.Path, reason);
    }

    private async Task<WorkEnd> RunAsync(
        OpenedRecording recording, ScannedFile file, JournalEntry entry, CancellationToken cancellationToken)
    {
        var former = journal.Find(file.Path);
        if (former is { IsEnded: true } && former.Content == entry.Content)
        {
            // Only its time has changed.
            journal.Add(former with { Size = entry.Size, Modified = entry.Modified });
            return WorkEnd.Done;
        }
        var others = journal.FindContent(entry.Content).Where(other => other.Path != file.Path).ToList();
        if (others.Find(other => other.State is JournalState.Done && other.Files.Count > 0) is { } done
            && await TryFollowAsync(entry, done, cancellationToken).ConfigureAwait(false)) return WorkEnd.Done;
        if (settings.SkipIfSubtitles is { } wanted
            && await _subtitles.FindAsync(recording, wanted, OwnNames(file), cancellationToken).ConfigureAwait(false) is { } subtitles)
            return Skip(entry, $"It has subtitles already: {subtitles}.");
        return await TranscribeAsync(recording, file, entry, former, others, cancellationToken).ConfigureAwait(false);
    }

    private async Task<WorkEnd> TranscribeAsync(
        OpenedRecording recording, ScannedFile file, JournalEntry entry, JournalEntry? former, List<JournalEntry> others,
        CancellationToken cancellationToken)
    {
        _output.Probe();
        var own = OwnOf(file);
        if (transcriber.Suffixes is { } suffixes)
        {
            var places = await PlacesAsync(suffixes.Select(suffix => entry.Base + suffix), own, cancellationToken).ConfigureAwait(false);
            if (places.All(place => place.IsForeign)) return Skip(entry, $"'{places[0].Path}' exists already.");
        }

        // It may have been asked for under this name or another before a restart.
        var asked = others.Append(former).FirstOrDefault(
            other => other is { State: JournalState.Asked } && other.Content == entry.Content);
        var transcribed = await transcriber.TranscribeAsync(recording, asked?.Ticket, KeepTicket, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        // What was written to meanwhile, or has made room for another of its name, is looked at again. One that only has another name now
        // keeps the transcript, which follows it.
        if (!recording.IsUnchanged || IsReplaced(file)) return WorkEnd.Changing;
        if (asked is not null && asked.Path != file.Path) journal.Add(asked with { State = JournalState.Removed });
        return await WriteAsync(entry, own, transcribed, cancellationToken).ConfigureAwait(false);

        void KeepTicket(string ticket)
            => journal.Add(entry with { State = JournalState.Asked, Ticket = ticket, Files = own });
    }

    // Not cancelled once the journal has it: what is half written would have to be transcribed again.
    private async Task<WorkEnd> WriteAsync(
        JournalEntry entry, IReadOnlyList<WrittenFile> own, TranscribedRecording transcribed, CancellationToken cancellationToken)
    {
        if (transcribed.Files.Count == 0) return Skip(entry, "No speech was found in it.");
        var files = transcribed.Files.ToDictionary(file => entry.Base + file.Suffix, file => file.Content);
        var places = await PlacesAsync(files.Keys, own, cancellationToken).ConfigureAwait(false);
        List<WrittenFile> written = [];
        foreach (var place in places)
        {
            var hash = WatchOutput.HashOf(files[place.Path]);
            if (!place.IsForeign || place.Content == hash) written.Add(new WrittenFile(place.Path, hash));
        }
        if (written.Count == 0) return Skip(entry, $"'{places[0].Path}' exists already.");
        var writing = entry with { State = JournalState.Writing, Files = written, Earlier = own, Time = clock.GetUtcNow() };
        journal.Add(writing);
        foreach (var file in written)
        {
            var place = places.First(each => each.Path == file.Path);
            if (place.Content != file.Content) _output.Write(file.Path, files[file.Path], overwrite: place.Content is not null);
        }
        foreach (var file in own.Where(file => written.TrueForAll(each => each.Path != file.Path)))
            if (await _output.HashAsync(file.Path, CancellationToken.None).ConfigureAwait(false) == file.Content) _output.Delete(file.Path);
        journal.Add(writing with { State = JournalState.Done, Earlier = [] });
        report.Written(entry.Path, [.. written.Select(file => file.Path)], transcribed.Notes);
        return WorkEnd.Done;
    }

    /// <summary>Finds out what is where transcripts are to go.</summary>
    /// <exception cref="UntranscribableException">Somebody has changed an earlier transcript.</exception>
    private async Task<List<Place>> PlacesAsync(
        IEnumerable<string> paths, IReadOnlyList<WrittenFile> own, CancellationToken cancellationToken)
    {
        List<Place> places = [];
        foreach (var path in paths)
        {
            var there = await _output.HashAsync(path, cancellationToken).ConfigureAwait(false);
            var known = own.Where(file => file.Path == path).ToList();
            if (there is not null && known.Count > 0 && known.TrueForAll(file => file.Content != there))
            {
                throw new UntranscribableException(
                    $"The recording has changed, and its transcript '{path}' was changed by somebody since it was written: it is left "
                    + "alone. Rename it or delete it, and try again with --retry.");
            }
            places.Add(new Place(path, there, there is not null && known.Count == 0));
        }
        return places;
    }

    // True where the transcripts of the same content are those of this recording now.
    private async Task<bool> TryFollowAsync(JournalEntry entry, JournalEntry done, CancellationToken cancellationToken)
    {
        if (done.Files.Any(file => !file.Path.StartsWith(done.Base, StringComparison.Ordinal))) return false;
        lock (_gate)
        {
            // Their recording has another content now, which is being transcribed in their place.
            if (_bases.TryGetValue(done.Base, out var other) && other != entry.Path) return false;
        }
        var isCopy = IsThere(done);
        var own = OwnOf(entry.Path);
        var files = done.Files.Select(file => (From: file.Path, To: entry.Base + file.Path[done.Base.Length..], file.Content)).ToList();
        if (isCopy && files.TrueForAll(file => !_output.Exists(file.From))) return false;
        foreach (var (from, to, _) in files)
        {
            if (from == to || !_output.Exists(from) || !_output.Exists(to)) continue;
            var there = await _output.HashAsync(to, cancellationToken).ConfigureAwait(false);
            if (!own.Any(file => file.Path == to && file.Content == there)) return false;
        }
        _output.Probe();
        foreach (var (from, to, _) in files)
        {
            if (from == to || !_output.Exists(from)) continue;
            _output.Delete(to);
            if (isCopy) _output.Copy(from, to);
            else _output.Move(from, to);
        }
        var followed = entry with
        {
            State = JournalState.Done,
            Files = [.. files.Where(file => _output.Exists(file.To)).Select(file => new WrittenFile(file.To, file.Content))],
        };
        journal.Add(isCopy ? [followed] : [done with { State = JournalState.Removed }, followed]);
        report.Followed(entry.Path, done.Path, isCopy);
        return true;
    }

    private WorkEnd Skip(JournalEntry entry, string reason)
    {
        journal.Add(entry with { State = JournalState.Skipped, Reason = reason, Files = OwnOf(entry.Path) });
        report.Skipped(entry.Path, reason);
        return WorkEnd.Skipped;
    }

    private JournalEntry Entry(ScannedFile file, string content) => new()
    {
        Path = file.Path,
        Size = file.Stamp.Size,
        Modified = file.Stamp.Modified,
        Content = content,
        State = JournalState.Done,
        Time = clock.GetUtcNow(),
        Base = TakeBase(file.Path),
    };

    // film.mp4 and film.mkv cannot both have film.srt: the later one has film.mkv.srt.
    private string TakeBase(string path)
    {
        lock (_gate)
        {
            var name = Path.ChangeExtension(path, null);
            var isTaken = (_bases.TryGetValue(name, out var other) && other != path)
                || (journal.FindBase(name) is { } owner && owner.Path != path && owner.Files.Any(file => _output.Exists(file.Path))
                    && !IsRenamed(owner));
            var chosen = journal.Find(path) is { Files.Count: > 0 } former ? former.Base : isTaken ? path : name;
            _bases[chosen] = path;
            return chosen;
        }
    }

    // Its transcripts follow it at its turn, and do not stay where they are.
    private bool IsRenamed(JournalEntry owner)
        => journal.FindContent(owner.Content).Any(other => other.Path != owner.Path && IsThere(other));

    private IReadOnlyList<WrittenFile> OwnOf(ScannedFile file) => OwnOf(file.Path);

    private IReadOnlyList<WrittenFile> OwnOf(string path) => journal.Find(path) is { } former ? [.. former.Own.Distinct()] : [];

    private HashSet<string> OwnNames(ScannedFile file) => [.. OwnOf(file).Select(own => Path.GetFileName(own.Path))];

    private bool IsThere(JournalEntry entry) => StampOf(entry.Path) == entry.Stamp;

    private bool IsReplaced(ScannedFile file) => StampOf(file.Path) is { } now && now != file.Stamp;

    private FileStamp? StampOf(string path)
    {
        var file = new FileInfo(FullPath(path));
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    private string FullPath(string path) => Path.Combine(settings.Folder, path);

    /// <summary>A place where a transcript is to go.</summary>
    /// <param name="Path">Below the folder of the transcripts.</param>
    /// <param name="Content">SHA-256 of what is there; null: nothing.</param>
    /// <param name="IsForeign">Indicates whether that was not written by this watch.</param>
    private sealed record Place(string Path, string? Content, bool IsForeign);
}

/// <summary>Ends of the work on a recording.</summary>
internal enum WorkEnd
{
    /// <summary>Transcripts are there.</summary>
    Done,

    /// <summary>No transcript is needed.</summary>
    Skipped,

    /// <summary>No transcript can be made, for a reason that lies in the recording.</summary>
    Failed,

    /// <summary>The recording changes still, or is gone.</summary>
    Changing,

    /// <summary>Another of the same content is being worked on.</summary>
    SameUnderWay,

    /// <summary>Something stands in the way that may pass.</summary>
    Deferred,
}
