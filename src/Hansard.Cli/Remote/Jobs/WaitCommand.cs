using System.CommandLine;
using System.Threading.Channels;
using Hansard.Cli.Display;
using Hansard.Cli.Progress;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard wait: waits for transcriptions to end.</summary>
internal static class WaitCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "Transcriptions, or the beginnings of their ids.",
            Arity = ArgumentArity.OneOrMore,
        };
        var limit = WaitLimit.Option();
        var json = new Option<bool>("--json") { Description = "Print each transcription, when it has ended, as JSON in a line." };
        var command = new Command("wait", "Wait for transcriptions to end. Exit code 1 if one failed.") { ids, limit, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            var most = WaitLimit.Parse(arguments.GetValue(limit)!)!.Value;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(most);
            try
            {
                return await RunAsync(connection, arguments.GetValue(ids)!, arguments.GetValue(json), end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("not ended within the time of --timeout. The server goes on with it.");
            }
        });
        return command.WithConnection();
    }

    private static async Task<int> RunAsync(ServerConnection connection, string[] typed, bool isJson, CancellationToken cancellationToken)
    {
        var notes = Channel.CreateUnbounded<string>();
        using var api = new ApiClient(connection, Patience.Long, message => notes.Writer.TryWrite(message));
        var full = new List<string>();
        foreach (var id in typed)
            full.Add(await IdArgument.ResolveAsync(api, Resources.Transcriptions, id, cancellationToken).ConfigureAwait(false));
        var display = new ProgressDisplay(full.Count, isQuiet: false);
        using var watch = new JobWatch(api);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = watch.RunAsync(stop.Token);
        try
        {
            var waits = full.Distinct().Select(id => WaitAsync(watch, display, id, stop.Token)).ToList();
            var failed = 0;
            while (waits.Count > 0)
            {
                var note = notes.Reader.WaitToReadAsync(stop.Token).AsTask();
                await display.ShowUntilAsync(Task.WhenAny([note, .. waits])).ConfigureAwait(false);
                await Task.WhenAny([note, .. waits]).ConfigureAwait(false);
                while (notes.Reader.TryRead(out var message)) Notes.Write(message);
                foreach (var ended in waits.Where(wait => wait.IsCompleted).ToList())
                {
                    waits.Remove(ended);
                    if (!await TellAsync(ended, display, isJson).ConfigureAwait(false)) failed++;
                }
            }
            return failed == 0 ? 0 : CommandLine.Failed;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<RemoteTranscription> WaitAsync(
        JobWatch watch, ProgressDisplay display, string id, CancellationToken cancellationToken)
    {
        var progress = new JobProgress(id);
        display.Add(progress);
        try
        {
            return await watch.WaitAsync(id, progress.Report, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            display.Remove(progress);
        }
    }

    // False if there is no transcript.
    private static async Task<bool> TellAsync(Task<RemoteTranscription> ended, ProgressDisplay display, bool isJson)
    {
        try
        {
            var job = await ended.ConfigureAwait(false);
            display.Count(job.IsCompleted ? Outcome.Written : Outcome.Failed(job.Reason));
            if (isJson) JsonOutput.WriteLine(job.Raw);
            else Console.WriteLine($"{job.Id}  {job.Status,-9}  {Printable.Of(job.Filename)}");
            if (!job.IsCompleted) Notes.Write($"{job.Filename}: {job.Reason}");
            return job.IsCompleted;
        }
        catch (InvalidDataException gone)
        {
            display.Count(Outcome.Failed(gone.Message));
            Notes.Write(gone.Message);
            return false;
        }
    }
}
