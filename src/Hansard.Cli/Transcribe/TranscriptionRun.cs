using System.Threading.Channels;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Transcribe.Progress;
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
/// <param name="targets">The recordings, each with the place of its transcript.</param>
internal sealed class TranscriptionRun(TranscriptionEngine? engine, TranscriptionOptions options, IReadOnlyList<OutputTarget> targets)
{
    private readonly ProgressDisplay _display = new(targets.Count);
    private readonly RunReport _report = new([.. targets.Select(t => t.Recording.Name)], Console.Error);

    /// <summary>Runs to the end; a recording that fails does not stop the others.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var ended = Channel.CreateUnbounded<Ended>(new UnboundedChannelOptions { SingleReader = true });
        using var slots = new SemaphoreSlim(engine?.Options.Threads ?? 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = targets.Select((_, i) => RunOneAsync(i, slots, ended.Writer, stop.Token)).ToArray();
        try
        {
            await ReportAsync(ended.Reader, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whatever ended the reporting, no half-written file stays behind.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _report.Summarize();
        }
        return _report.ExitCode;
    }

    // The only place that writes to the terminal, and only while the display is down.
    private async Task ReportAsync(ChannelReader<Ended> ended, CancellationToken cancellationToken)
    {
        var waiting = new Ended?[targets.Count];
        for (var next = 0; next < targets.Count;)
        {
            await _display.ShowUntilAsync(ended.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            if (!await ended.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) return;
            while (ended.TryRead(out var one))
            {
                if (one.Outcome is not null) Add(one.Index, one.Outcome, one.Transcript);
                waiting[one.Index] = one;
            }
            for (; next < targets.Count && waiting[next] is { } turn; next++)
            {
                if (turn is { Outcome: null, Transcript: { } transcript })
                    Add(next, await SendAsync(targets[next], transcript, cancellationToken).ConfigureAwait(false), transcript);
                waiting[next] = null;
            }
        }
    }

    private void Add(int index, Outcome outcome, Transcript? transcript)
    {
        _display.Count(outcome);
        _report.Add(index, outcome);
        foreach (var warning in transcript?.Warnings ?? []) _report.Say(index, $"warning: {warning}");
        if (transcript is { Tokens: [] }) _report.Say(index, "no speech found");
        if (transcript?.UntranslatedLanguages is not { Count: > 0 } languages) return;
        var spoken = string.Join(", ", languages);
        _report.Say(index, $"warning: What is said in {spoken} is not translated: there is no translator. See 'hansard models list'.");
    }

    private async Task RunOneAsync(int index, SemaphoreSlim slots, ChannelWriter<Ended> ended, CancellationToken cancellationToken)
    {
        try
        {
            var target = targets[index];
            if (target.Obstacle is { } obstacle)
            {
                ended.TryWrite(new Ended(index, obstacle, null));
                return;
            }
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ended.TryWrite(await TranscribeAsync(index, target, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                slots.Release();
            }
        }
        catch (Exception exception)
        {
            ended.TryComplete(exception); // An interrupt, or a fault of ours: the one who reads has to know.
            throw;
        }
    }

    private async Task<Ended> TranscribeAsync(int index, OutputTarget target, CancellationToken cancellationToken)
    {
        var progress = _display.Add(target.Recording.Name);
        try
        {
            var transcript = await TranscribeAsync(target.Recording, progress, cancellationToken).ConfigureAwait(false);
            var outcome = target.IsStream ? null : await WriteAsync(target, transcript, cancellationToken).ConfigureAwait(false);
            return new Ended(index, outcome, transcript);
        }
        catch (Exception e) when (e is InvalidAudioException or IOException or UnauthorizedAccessException or DecoderUnavailableException
            or TranslationException)
        {
            return new Ended(index, Outcome.Failed(Reason(e)), null);
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
        return target.Path is null && !outcome.IsSuccess
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
            return Outcome.Failed(e.Message);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "There is no such file.",
        UnauthorizedAccessException => "The file may not be read: check its permissions.",
        _ => exception.Message,
    };

    /// <summary>A recording that has ended; without an outcome, its transcript waits for its turn on a stream.</summary>
    private sealed record Ended(int Index, Outcome? Outcome, Transcript? Transcript);
}
