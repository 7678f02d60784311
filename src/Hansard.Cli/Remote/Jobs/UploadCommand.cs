using System.CommandLine;
using Hansard.Cli.Display;
using Hansard.Cli.Progress;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard upload: stores files on a server.</summary>
internal static class UploadCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "The files; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var filename = PipeArguments.Filename();
        var reference = new Option<string?>("--client-reference-id") { Description = "Your own name for them, up to 256 characters." };
        var limit = WaitLimit.Option();
        var json = new Option<bool>("--json") { Description = "Print each file as JSON in a line." };
        var command = new Command(
            "upload", "Upload files to a server, and print their ids. Interrupted, the same command goes on with the next file.")
        {
            files, filename, reference, limit, json,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var sources = arguments.GetValue(files)!.Select(SubmitSource.OfFile).ToList();
            PipeArguments.Check("upload", sources, arguments.GetValue(filename));
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(WaitLimit.Parse(arguments.GetValue(limit)!)!.Value);
            var points = new List<ResumePoint>();
            try
            {
                var batch = new Batch(
                    sources, arguments.GetValue(filename), arguments.GetValue(reference), arguments.GetValue(json), points);
                return await RunAsync(connection, batch, end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("not done within the time of --timeout. "
                    + (sources.Any(source => source.Pipe is not null)
                        ? "The same command goes on where it was, and needs standard input again."
                        : "The same command goes on where it was."));
            }
            catch (OperationCanceledException)
            {
                Notes.Write("interrupted. The same command goes on where it was.");
                throw;
            }
            finally
            {
                foreach (var point in points) point.Dispose();
            }
        });
        return command.WithConnection();
    }

    private static async Task<int> RunAsync(ServerConnection connection, Batch batch, CancellationToken cancellationToken)
    {
        using var api = new ApiClient(connection, Patience.Long, Notes.Write);
        var uploading = new Uploading(api);
        var resume = ResumeStore.Of(connection);
        var display = new ProgressDisplay(batch.Sources.Count, isQuiet: false);
        var failed = 0;
        foreach (var source in batch.Sources)
        {
            var outcome = Outcome.Written;
            try
            {
                if (source.Fault is { } fault) throw new LocalFileException(fault);
                var point = source.Pipe is null
                    ? resume.Open("upload", source.Identity, batch.Reference ?? "")
                    : new ResumePoint(null); // Nobody can go on with what is not there any more.
                batch.Points.Add(point);
                var progress = new JobProgress(source.Label);
                display.Add(progress);
                var upload = UploadAsync(source, batch, api, uploading, point, progress, cancellationToken);
                await display.ShowUntilAsync(upload).ConfigureAwait(false);
                display.Remove(progress);
                var id = await upload.ConfigureAwait(false);
                if (!batch.IsJson) Console.WriteLine(id);
                else JsonOutput.WriteLine((await api.FindFileAsync(id, cancellationToken).ConfigureAwait(false))?.Raw);
            }
            catch (Exception e) when (e is LocalFileException or RefusedException { Status: not 401 } or IOException)
            {
                failed++;
                outcome = Outcome.Failed(FileFault.Sentence(e));
                Notes.Write($"{source.NameInMessages}: {outcome.Reason}");
            }
            display.Count(outcome);
        }
        // Only now, because a command that is killed before does all of it again, and has to find what it uploaded.
        foreach (var point in batch.Points) point.Forget();
        return failed == 0 ? 0 : CommandLine.Failed;
    }

    private static async Task<string> UploadAsync(
        SubmitSource source, Batch batch, ApiClient api, Uploading uploading, ResumePoint point, JobProgress progress,
        CancellationToken cancellationToken)
    {
        using var spool = await SpooledInput.OfAsync(source, api, progress, cancellationToken).ConfigureAwait(false);
        var file = spool is null ? source.File! : source.Spooled(spool, batch.Filename).File!;
        return await uploading.RunAsync(file, batch.Reference, point, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files of a call, and what is to be done with them.</summary>
    /// <param name="Sources">The files, in the order of the command line.</param>
    /// <param name="Filename">The name that the server is told of what comes through a pipe.</param>
    /// <param name="Reference">The user's own name for them.</param>
    /// <param name="IsJson">JSON is printed.</param>
    /// <param name="Points">Receives what is known of earlier runs, for the caller to close.</param>
    private sealed record Batch(
        IReadOnlyList<SubmitSource> Sources, string? Filename, string? Reference, bool IsJson, List<ResumePoint> Points);
}
