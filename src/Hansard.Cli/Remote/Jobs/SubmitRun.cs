using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Hansard.Cli.Display;
using Hansard.Cli.Progress;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Remote.Transcripts;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Exports;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Submits recordings side by side, and brings their transcripts in the order of the command line.</summary>
/// <param name="plan">All that is to be done.</param>
/// <param name="connection">The server.</param>
internal sealed class SubmitRun(SubmitPlan plan, ServerConnection connection)
{
    // Two, so that the line is not idle while the server takes one in.
    private const int Uploads = 2;

    private static readonly ExportForm ApiForm = new(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>
    {
        ["format"] = ExportFormat.Json,
    }, null, new RenderingOptions());

    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ProgressDisplay _display = new(plan.Sources.Count, isQuiet: false);
    private readonly ResumePoint?[] _points = new ResumePoint?[plan.Sources.Count];
    private readonly Ended?[] _ended = new Ended?[plan.Sources.Count];
    private readonly bool[] _isDelivered = new bool[plan.Sources.Count];

    /// <summary>Runs to the end; a recording that fails does not stop the others.</summary>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(plan.Limit);
        try
        {
            await SubmitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            SayThatItGoesOn(isInterrupted: cancellationToken.IsCancellationRequested);
            if (cancellationToken.IsCancellationRequested) throw;
            return CommandLine.Failed;
        }
        Summarize();
        return _ended.All(one => one is { Fault: null }) ? 0 : CommandLine.Failed;
    }

    private async Task SubmitAsync(CancellationToken cancellationToken)
    {
        using var api = new ApiClient(connection, Patience.Long, message => _events.Writer.TryWrite(new Note(message)));
        var model = plan.Model ?? await NewestModel.FindAsync(api, cancellationToken).ConfigureAwait(false);
        var request = plan.Request.DeepClone().AsObject();
        request["model"] = model;
        var resume = ResumeStore.Of(connection);
        var submission = new Submission(api, new Uploading(api), resume, request);
        using var watch = new JobWatch(api);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(Uploads);
        var watching = plan.Waits ? watch.RunAsync(stop.Token) : Task.CompletedTask;
        var running = plan.Sources.Select((_, i) => RunOneAsync(i, api, resume, submission, watch, slots, stop.Token)).ToArray();
        try
        {
            await ReportAsync(cancellationToken).ConfigureAwait(false);
            await FinishAsync(api, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([watching, .. running]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var point in _points) point?.Dispose();
        }
    }

    // The only place that writes to the terminal, and only while the display is down.
    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        for (var next = 0; next < plan.Sources.Count;)
        {
            await _display.ShowUntilAsync(_events.Reader.WaitToReadAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            if (!await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) return;
            while (_events.Reader.TryRead(out var one))
            {
                if (one is Note note) Notes.Write(note.Text);
                else if (one is Ended ended) await TakeAsync(ended, cancellationToken).ConfigureAwait(false);
            }
            for (; next < plan.Sources.Count && _ended[next] is { } turn; next++)
            {
                await PrintAsync(turn, cancellationToken).ConfigureAwait(false);
                _isDelivered[next] = turn.Fault is null;
                _ended[next] = turn with { Content = null, Transcript = null };
            }
        }
    }

    private async Task TakeAsync(Ended ended, CancellationToken cancellationToken)
    {
        if (ended is { Fault: null, Content: { } content } && !plan.Sink.IsStream)
            ended = await WriteAsync(ended, content, cancellationToken).ConfigureAwait(false);
        _ended[ended.Index] = ended;
        _display.Count(ended.Fault is { } reason ? Outcome.Failed(reason) : Outcome.Written);
        var name = plan.Sources[ended.Index].NameInMessages;
        if (ended.Fault is { } fault) Notes.Write($"{name}: {fault}");
        if (plan.Waits) foreach (var warning in ended.Job?.Warnings ?? []) Notes.Write($"{name}: warning: {warning}");
    }

    private async Task<Ended> WriteAsync(Ended ended, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await plan.Sink.WriteAsync(ended.Index, plan.Sources[ended.Index].NameInMessages, content, cancellationToken)
                .ConfigureAwait(false);
            return ended;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ended with { Fault = $"{FileFault.Sentence(e)}{OfPipe(ended.Index)}", MayGoOn = true };
        }
    }

    private async Task PrintAsync(Ended ended, CancellationToken cancellationToken)
    {
        if (plan.IsJson)
        {
            JsonOutput.WriteLine(new
            {
                source = plan.Sources[ended.Index].Name,
                error = ended.Fault,
                transcription = ended.Job?.Raw,
                transcript = ended.Transcript,
            });
        }
        else if (ended is { Fault: null, Job: { } job })
        {
            if (!plan.Waits) Console.WriteLine(job.Id);
            else if (plan.Sink.IsStream && ended.Content is { } content)
                await plan.Sink.WriteAsync(ended.Index, plan.Sources[ended.Index].NameInMessages, content, cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    private async Task RunOneAsync(
        int index, ApiClient api, ResumeStore resume, Submission submission, JobWatch watch, SemaphoreSlim slots,
        CancellationToken cancellationToken)
    {
        var progress = new JobProgress(plan.Sources[index].Label);
        RemoteTranscription? job = null;
        try
        {
            var source = plan.Sources[index];
            if ((source.Fault ?? (plan.Waits ? plan.Sink.Obstacle(index) : null)) is { } fault)
            {
                _events.Writer.TryWrite(new Ended(index, fault, null));
                return;
            }
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                _display.Add(progress);
                var point = _points[index] = source.Pipe is null
                    ? resume.Open("submit", source.Identity, plan.Request.ToJsonString(), plan.Model ?? "")
                    : new ResumePoint(null);
                using var spool = await SpooledInput.OfAsync(source, api, progress, cancellationToken).ConfigureAwait(false);
                if (spool is not null) source = source.Spooled(spool, plan.Filename);
                job = await submission.RunAsync(source, point, progress, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
            _events.Writer.TryWrite(plan.Waits
                ? await WaitAsync(index, job, api, watch, progress, cancellationToken).ConfigureAwait(false)
                : new Ended(index, null, job));
        }
        catch (Exception e) when (e is RemoteException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            var fault = $"{FileFault.Sentence(e)}{OfPipe(index)}";
            _events.Writer.TryWrite(new Ended(index, fault, job) { MayGoOn = e is not InvalidDataException });
        }
        catch (Exception e)
        {
            _events.Writer.TryComplete(e); // An interrupt, or a fault of ours: the one who reads has to know.
            throw;
        }
        finally
        {
            _display.Remove(progress);
        }
    }

    private async Task<Ended> WaitAsync(
        int index, RemoteTranscription job, ApiClient api, JobWatch watch, JobProgress progress, CancellationToken cancellationToken)
    {
        progress.Report(job);
        if (!job.HasEnded) job = await watch.WaitAsync(job.Id, progress.Report, cancellationToken).ConfigureAwait(false);
        if (!job.IsCompleted) return new Ended(index, job.Reason, job);
        var json = plan.IsJson || plan.IsExample
            ? await TranscriptDownload.FetchAsync(api, job.Id, ApiForm, "", cancellationToken).ConfigureAwait(false)
            : null;
        if (plan is { IsExample: true, IsJson: false, Sink.IsStream: true })
            return new Ended(index, null, job) { Content = Example(job, json!) };
        var content = plan is { IsJson: true, Sink.IsStream: true }
            ? null
            : await TranscriptDownload.FetchAsync(api, job.Id, plan.Form, "", cancellationToken).ConfigureAwait(false);
        return new Ended(index, null, job)
        {
            Content = content,
            Transcript = plan.IsJson ? JsonSerializer.Deserialize<JsonElement>(json!) : null,
        };
    }

    private static byte[] Example(RemoteTranscription job, byte[] transcript)
    {
        var file = job.FileId is { } id ? $"File ID: {id}\n" : "";
        var text = ExampleRendering.Render(TranscriptDownload.Read(transcript).Tokens);
        return Encoding.UTF8.GetBytes($"{file}Transcription ID: {job.Id}\n{text}\n");
    }

    // Only now, because a command that is killed before does all of it again, and has to find what it made.
    private async Task FinishAsync(ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var one in _ended.OfType<Ended>())
        {
            if (one.MayGoOn) continue;
            _points[one.Index]?.Forget();
            if (!plan.DeletesAfter || !_isDelivered[one.Index] || one.Job is not { } job) continue;
            try
            {
                await api.DeleteAsync(Resources.Transcriptions, job.Id, cancellationToken).ConfigureAwait(false);
                if (plan.Sources[one.Index].IsUpload && job.FileId is { } file)
                    await api.DeleteAsync(Resources.Files, file, cancellationToken).ConfigureAwait(false);
            }
            catch (RemoteException e)
            {
                Notes.Write($"{plan.Sources[one.Index].NameInMessages}: transcription {job.Id} could not be deleted: {e.Message}");
            }
        }
    }

    private void SayThatItGoesOn(bool isInterrupted)
    {
        var begun = _points.Count(point => point?.Entry.TranscriptionId is not null);
        var state = begun > 0 ? " The server goes on with it; the" : " The";
        var isAgain = plan.Sources.Any(source => source.Pipe is null);
        Notes.Write($"{(isInterrupted ? "interrupted" : "not done within the time of --timeout")}."
            + (isAgain ? $"{state} same command goes on where it was." : ""));
        foreach (var (index, source) in plan.Sources.Index())
            if (!_isDelivered[index] && OfPipe(index) is { Length: > 0 } place) Notes.Write($"{source.NameInMessages}:{place}");
    }

    // A pipe cannot be read again: the end of a message says where its recording is. Empty for what the same command goes on with.
    private string OfPipe(int index)
    {
        if (plan.Sources[index].Pipe is null) return "";
        return _points[index]?.Entry switch
        {
            { TranscriptionId: { } id } => $" 'hansard get {id}' brings its transcript, once it is done.",
            { FileId: { } id } => $" The recording is on the server: submit {id} instead.",
            _ => " The recording has to be sent again.",
        };
    }

    private void Summarize()
    {
        if (plan.Sources.Count < 2) return;
        var failed = _ended.Count(one => one is not { Fault: null });
        Console.Error.WriteLine($"{plan.Sources.Count - failed} done{(failed > 0 ? $", {failed} failed" : "")}");
    }

    private abstract record Event;

    private sealed record Note(string Text) : Event;

    /// <summary>A recording that has ended.</summary>
    private sealed record Ended(int Index, string? Fault, RemoteTranscription? Job) : Event
    {
        /// <summary>Its transcript, in the form that is wanted.</summary>
        public byte[]? Content { get; init; }

        /// <summary>Its transcript, in the API's own form.</summary>
        public JsonElement? Transcript { get; init; }

        /// <summary>True if the same command may have more luck, and is to go on.</summary>
        public bool MayGoOn { get; init; }
    }
}
