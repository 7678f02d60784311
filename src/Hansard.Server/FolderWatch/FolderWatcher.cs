namespace Hansard.Server.FolderWatch;

/// <summary>Transcribes what appears in a folder and is complete, each recording once.</summary>
/// <remarks>
/// The folder is looked into from time to time, which works on network shares without change notices too. A recording is complete when it
/// has not changed for some time, and nobody on this machine has it open for writing. What is known already costs a stat at each scan; its
/// content is read only when it is new.
/// </remarks>
internal sealed class FolderWatcher
{
    // A share or a disk that is gone is looked for every few minutes, however long.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ListPause = TimeSpan.FromSeconds(2);

    // A timer may be early by a tick, and all would be left for another time.
    private static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(50);

    // Faults that are neither of the recording nor of a disk, such as a translator that fails: beyond this, the recording is let go.
    private const int MaximumTries = 3;

    private readonly WatchSettings _settings;
    private readonly WatchJournal _journal;
    private readonly IWatchReport _report;
    private readonly TimeProvider _clock;
    private readonly RecordingWork _work;
    private readonly FailureList _failures;
    private readonly SettledFiles _settled;
    private readonly Dictionary<string, Task<WorkEnd>> _running = [];
    private readonly Dictionary<string, Deferral> _deferred = [];
    private readonly Queue<ScannedFile> _ready = [];
    private readonly Lock _gate = new();
    private HashSet<string> _present = [];
    private Dictionary<string, Failure> _inaccessible = [];
    private string? _fault;
    private long _listed; // Time of the list of failures.

    /// <param name="settings">Of the watch.</param>
    /// <param name="journal">Open; disposed of by its owner.</param>
    /// <param name="transcriber">Makes transcripts.</param>
    /// <param name="report">Is told what happens.</param>
    /// <param name="clock">Tells time.</param>
    public FolderWatcher(
        WatchSettings settings, WatchJournal journal, IWatchedTranscriber transcriber, IWatchReport report, TimeProvider clock)
    {
        (_settings, _journal, _report, _clock) = (settings, journal, report, clock);
        _work = new RecordingWork(settings, journal, transcriber, report, clock);
        _failures = new FailureList(new WatchOutput(settings.OutputFolder));
        _settled = new SettledFiles(settings.Settle, clock);
    }

    /// <summary>Watches until it is stopped.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is half written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            var pause = _settings.Interval;
            while (true)
            {
                pause = TryScan(cancellationToken) ? _settings.Interval : Longer(pause);
                var next = Task.Delay(pause, _clock, cancellationToken);
                do
                {
                    Fill(cancellationToken);
                    await Task.WhenAny([next, .. _running.Values]).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    Collect();
                }
                while (!next.IsCompleted);
            }
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does what is there and complete, and ends.</summary>
    /// <returns>Number of recordings that are left for another time, as they still change.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is half written.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            Scan(cancellationToken);
            await Task.Delay(_settings.Settle + TimerMargin, _clock, cancellationToken).ConfigureAwait(false);
            Scan(cancellationToken);
            var changing = _settled.Unsettled;
            for (Fill(cancellationToken); _running.Count > 0; Fill(cancellationToken))
            {
                await Task.WhenAny(_running.Values).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                changing += Collect();
            }
            return changing;
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _work.RecoverAsync(cancellationToken).ConfigureAwait(false);
        if (!_settings.Retry) return;
        foreach (var entry in _journal.All(JournalState.Failed).Concat(_journal.All(JournalState.Skipped)))
            _journal.Add(entry with { State = JournalState.Writing, Files = [], Earlier = [.. entry.Own] });
    }

    private async Task EndAsync()
    {
        await Task.WhenAll(_running.Values).ConfigureAwait(false); // None of them throws.
        WriteFailures();
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 is var longer && longer < LongestPause ? longer : LongestPause;

    private bool TryScan(CancellationToken cancellationToken)
    {
        try
        {
            Scan(cancellationToken);
            _fault = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(e.Message);
            return false;
        }
    }

    private void Scan(CancellationToken cancellationToken)
    {
        var (scan, inaccessible) = FolderScan.List(_settings.Folder, cancellationToken);
        Note(inaccessible);
        _present = [.. scan.Select(file => file.Path)];
        lock (_gate)
        {
            foreach (var gone in _deferred.Keys.Where(path => !_present.Contains(path)).ToList()) _deferred.Remove(gone);
        }
        _ready.Clear();
        // The first to arrive is the first to be done.
        foreach (var file in _settled.Observe(scan).Where(IsToDo).OrderBy(file => file.Stamp.Modified)) _ready.Enqueue(file);
        WriteFailures();
    }

    // Each is told once, and listed for as long as it is so.
    private void Note(IReadOnlyList<Inaccessible> inaccessible)
    {
        var before = _inaccessible;
        _inaccessible = [];
        foreach (var each in inaccessible)
        {
            var isKnown = before.TryGetValue(each.Path, out var failure);
            _inaccessible[each.Path] = isKnown ? failure! : new Failure(each.Path, _clock.GetUtcNow(), each.Reason);
            if (!isKnown) _report.Failed(each.Path, each.Reason);
        }
    }

    private bool IsToDo(ScannedFile file)
    {
        if (_running.ContainsKey(file.Path)) return false;
        if (_journal.Find(file.Path) is { IsEnded: true } entry && entry.Stamp == file.Stamp) return false;
        lock (_gate)
        {
            return !_deferred.TryGetValue(file.Path, out var deferral) || deferral.Stamp != file.Stamp
                || _clock.GetUtcNow() >= deferral.NotBefore;
        }
    }

    private void Fill(CancellationToken cancellationToken)
    {
        while (_running.Count < _settings.AtOnce && _ready.TryDequeue(out var file))
            if (IsToDo(file)) _running[file.Path] = Task.Run(() => WorkAsync(file, cancellationToken), CancellationToken.None);
    }

    // Returns how many of those that ended still change.
    private int Collect()
    {
        var changing = 0;
        foreach (var (path, task) in _running.Where(each => each.Value.IsCompleted).ToList())
        {
            _running.Remove(path);
            if (task.Result is WorkEnd.Changing) changing++;
        }
        // With thousands of failures, the list would take longer than they do.
        if (_clock.GetElapsedTime(_listed) >= ListPause) WriteFailures();
        return changing;
    }

    private async Task<WorkEnd> WorkAsync(ScannedFile file, CancellationToken cancellationToken)
    {
        try
        {
            WorkEnd end;
            // The one of the same content ends some time, and its transcripts are copied then.
            while ((end = await _work.RunAsync(file, cancellationToken).ConfigureAwait(false)) is WorkEnd.SameUnderWay)
                await Task.Delay(_settings.Interval, _clock, cancellationToken).ConfigureAwait(false);
            lock (_gate) _deferred.Remove(file.Path);
            return end;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return WorkEnd.Changing;
        }
        catch (Exception e)
        {
            return Defer(file, e);
        }
    }

    private WorkEnd Defer(ScannedFile file, Exception exception)
    {
        // Somebody has taken it away meanwhile, which is no fault; a share that is gone shows at the next scan.
        if (exception is IOException && !File.Exists(Path.Combine(_settings.Folder, file.Path))) return WorkEnd.Changing;
        int tries;
        TimeSpan pause;
        lock (_gate)
        {
            var before = _deferred.TryGetValue(file.Path, out var former) && former.Stamp == file.Stamp ? former : null;
            tries = (before?.Tries ?? 0) + 1;
            pause = before is null ? _settings.Interval : Longer(before.Pause);
            var now = _clock.GetUtcNow();
            _deferred[file.Path] = new Deferral(file.Stamp, tries, pause, now, exception.Message);
        }
        try
        {
            if (tries >= MaximumTries && exception is not (IOException or UnauthorizedAccessException or PassingException))
            {
                _work.Fail(file, exception.Message);
                lock (_gate) _deferred.Remove(file.Path);
                return WorkEnd.Failed;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal cannot be written either; it stays deferred.
        }
        _report.Waiting(file.Path, exception.Message, pause);
        return WorkEnd.Deferred;
    }

    private void WriteFailures()
    {
        _listed = _clock.GetTimestamp();
        try
        {
            List<Failure> failures = [.. _journal.All(JournalState.Failed).Where(entry => _present.Contains(entry.Path))
                .Select(entry => new Failure(entry.Path, entry.Time, entry.Reason ?? ""))];
            failures.AddRange(_inaccessible.Values);
            lock (_gate)
            {
                failures.AddRange(_deferred.Select(each => new Failure(
                    each.Key, each.Value.Time, $"{each.Value.Reason} It is tried again.")));
            }
            _failures.Write(failures);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"The list of failures cannot be written: {e.Message}");
        }
    }

    // Once, however long it lasts.
    private void Tell(string fault)
    {
        if (_fault != fault) _report.Waiting(null, fault, _settings.Interval);
        _fault = fault;
    }

    /// <summary>A recording that could not be worked on.</summary>
    private sealed record Deferral(FileStamp Stamp, int Tries, TimeSpan Pause, DateTimeOffset Time, string Reason)
    {
        public DateTimeOffset NotBefore => Time + Pause;
    }
}

/// <summary>Something stands in the way that has nothing to do with the recording, such as a limit; the message says what.</summary>
internal sealed class PassingException(string message, Exception? inner = null) : Exception(message, inner);
