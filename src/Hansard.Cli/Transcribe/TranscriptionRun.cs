using System.Threading.Channels;
using Hansard.Cli.Progress;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Cli.Transcribe;

/// <summary>
/// Transcribes several recordings side by side. Files are written as soon as they can be, and what goes to standard output in the order
/// of the command line.
/// </summary>
/// <param name="engine">Shared by all of them; null if nothing is to be transcribed.</param>
/// <param name="options">The same for all of them.</param>
/// <param name="targets">The recordings, each with the places of its transcript.</param>
/// <param name="isQuiet">Nothing but errors is said.</param>
/// <param name="isStreamed">The text of the one recording is written while it is recognised.</param>
internal sealed class TranscriptionRun(
    TranscriptionEngine? engine, TranscriptionOptions options, IReadOnlyList<OutputTarget> targets, bool isQuiet, bool isStreamed)
{
    private readonly ProgressDisplay _display = new(targets.Count, isQuiet);
    private readonly RunReport _report = new([.. targets.Select(t => t.Recording.Name)], Console.Error, isQuiet);
    private readonly StreamedText? _text = isStreamed
        ? new StreamedText(Console.Out, targets[0].Files[0].Form.Writer, wholeParagraphs: !isQuiet && !Console.IsOutputRedirected)
        : null;

    /// <summary>Runs to the end; a recording that fails does not stop the others.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var ended = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var slots = new RunSlots(engine?.Options.Threads ?? 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = targets.Select((_, i) => RunOneAsync(i, slots, ended.Writer, stop.Token)).ToArray();
        try
        {
            await ReportAsync(ended.Reader, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whatever ended the reporting, no half-written file stays behind.
            EndLine();
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _report.Summarize();
        }
        return _report.ExitCode;
    }

    // The only place that writes to the terminal, and only while the display is down.
    private async Task ReportAsync(ChannelReader<RunEvent> ended, CancellationToken cancellationToken)
    {
        var waiting = new RunEvent?[targets.Count];
        for (var next = 0; next < targets.Count;)
        {
            await _display.ShowUntilAsync(ended.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            if (!await ended.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) return;
            while (ended.TryRead(out var one))
            {
                if (one.Heard is { } tokens)
                {
                    Write(tokens);
                    continue;
                }
                if (one.Outcome is not null) Add(one.Index, one.Outcome, one.Transcript);
                waiting[one.Index] = one;
            }
            for (; next < targets.Count && waiting[next] is { } turn; next++)
            {
                if (turn is { Outcome: null, Transcript: { } transcript })
                {
                    var outcome = _text is null
                        ? await SendAsync(targets[next], transcript, cancellationToken).ConfigureAwait(false)
                        : EndText();
                    Add(next, outcome, transcript);
                }
                waiting[next] = null;
            }
        }
    }

    private void Add(int index, Outcome outcome, Transcript? transcript)
    {
        _display.Count(outcome);
        _report.Add(index, outcome);
        if (transcript is not null) foreach (var note in TranscriptNotes.Of(transcript, options)) _report.Note(index, note);
    }

    private void Write(IReadOnlyList<TranscriptToken> tokens)
    {
        WriteText(() => _text!.Append(tokens));
        _display.OpenText = _text!.OpenParagraph;
    }

    // After an interrupt or an error, what follows begins on a line of its own.
    private void EndLine()
    {
        try
        {
            _text?.End();
        }
        catch (IOException)
        {
            // Told already, by the one who wrote.
        }
    }

    private Outcome EndText()
    {
        _display.OpenText = "";
        WriteText(_text!.End);
        return Outcome.Written;
    }

    private static void WriteText(Action write)
    {
        try
        {
            StandardStream.MustBeRead();
            write();
        }
        catch (IOException e)
        {
            throw new IOException($"Standard output cannot be written to: {FileFault.Reason(e, "")}", e);
        }
    }

    private async Task RunOneAsync(int index, RunSlots slots, ChannelWriter<RunEvent> ended, CancellationToken cancellationToken)
    {
        try
        {
            var target = targets[index];
            if (target.Obstacle is { } obstacle)
            {
                ended.TryWrite(new RunEvent(index, obstacle, null));
                return;
            }
            using var slot = await slots.EnterAsync(target.Recording.Length, cancellationToken).ConfigureAwait(false);
            ended.TryWrite(await TranscribeAsync(index, target, ended, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            ended.TryComplete(exception); // An interrupt, or a fault of ours: the one who reads has to know.
            throw;
        }
    }

    private async Task<RunEvent> TranscribeAsync(
        int index, OutputTarget target, ChannelWriter<RunEvent> events, CancellationToken cancellationToken)
    {
        var progress = _display.Add(target.Recording.Name);
        IProgress<TranscriptionProgress> receiver = _text is null ? progress : new HeardProgress(index, progress, events);
        try
        {
            var transcript = await TranscribeAsync(target.Recording, receiver, cancellationToken).ConfigureAwait(false);
            var outcome = target.IsStream ? null : await WriteAsync(target, transcript, cancellationToken).ConfigureAwait(false);
            return new RunEvent(index, outcome, transcript);
        }
        catch (Exception e) when (e is InvalidAudioException or IOException or UnauthorizedAccessException or DecoderUnavailableException
            or TranslationException)
        {
            return new RunEvent(index, Outcome.Failed(Reason(e)), null);
        }
        finally
        {
            _display.Remove(progress);
        }
    }

    private async Task<Transcript> TranscribeAsync(
        RecordingInput recording, IProgress<TranscriptionProgress> progress, CancellationToken cancellationToken)
    {
        if (!recording.MustBeSpooled())
            return await engine!.TranscribeAsync(recording.Path, options, progress, cancellationToken).ConfigureAwait(false);
        var stream = await recording.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            return await engine!.TranscribeAsync(stream, options, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Outcome> SendAsync(OutputTarget target, Transcript transcript, CancellationToken cancellationToken)
    {
        var outcome = await WriteAsync(target, transcript, cancellationToken).ConfigureAwait(false);
        // Nobody reads what the others would say.
        return target.Files is [{ Path: null }] && !outcome.IsSuccess
            ? throw new IOException($"Standard output cannot be written to: {outcome.Reason}")
            : outcome;
    }

    private static async Task<Outcome> WriteAsync(OutputTarget target, Transcript transcript, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(transcript, cancellationToken).ConfigureAwait(false);
            return Outcome.Written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.Failed(FileFault.Sentence(e));
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "There is no such file.",
        UnauthorizedAccessException => "The file may not be read: check its permissions.",
        _ => FileFault.Sentence(exception),
    };

    /// <summary>
    /// A recording that has ended, or what was heard of one that runs. Ended without an outcome, its transcript waits for its turn on a
    /// stream.
    /// </summary>
    private sealed record RunEvent(int Index, Outcome? Outcome, Transcript? Transcript)
    {
        public IReadOnlyList<TranscriptToken>? Heard { get; init; }
    }

    /// <summary>Passes on what is heard to the one who writes.</summary>
    private sealed class HeardProgress(int index, IProgress<TranscriptionProgress> next, ChannelWriter<RunEvent> events)
        : IProgress<TranscriptionProgress>
    {
        public void Report(TranscriptionProgress value)
        {
            if (value.NewTokens.Count > 0) events.TryWrite(new RunEvent(index, null, null) { Heard = value.NewTokens });
            next.Report(value);
        }
    }
}
