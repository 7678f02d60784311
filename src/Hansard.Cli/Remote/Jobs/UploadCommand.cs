using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Remote.Listing;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Transcribe.Progress;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard upload: stores files on a server.</summary>
internal static class UploadCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "The files.", Arity = ArgumentArity.OneOrMore };
        var reference = new Option<string?>("--client-reference-id") { Description = "Your own name for them, up to 256 characters." };
        var limit = WaitLimit.Option();
        var json = new Option<bool>("--json") { Description = "Print each file as JSON in a line." };
        var command = new Command(
            "upload", "Upload files to a server, and print their ids. Interrupted, the same command goes on with the next file.")
        {
            files, reference, limit, json,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(WaitLimit.Parse(arguments.GetValue(limit)!)!.Value);
            var points = new List<ResumePoint>();
            try
            {
                return await RunAsync(
                    connection, arguments.GetValue(files)!, arguments.GetValue(reference), arguments.GetValue(json), points, end.Token)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("not done within the time of --timeout. The same command goes on where it was.");
            }
            finally
            {
                foreach (var point in points) point.Dispose();
            }
        });
        return command.WithConnection();
    }

    private static async Task<int> RunAsync(
        ServerConnection connection, string[] files, string? reference, bool isJson, List<ResumePoint> points,
        CancellationToken cancellationToken)
    {
        using var api = new ApiClient(connection, Patience.Long, Notes.Write);
        var uploading = new Uploading(api);
        var resume = ResumeStore.Of(connection);
        var display = new ProgressDisplay(files.Length);
        var failed = 0;
        foreach (var path in files)
        {
            var outcome = Outcome.Written;
            try
            {
                var file = LocalFile.Of(path);
                var point = resume.Open("upload", new SubmitSource(path, file, null, null, null).Identity, reference ?? "");
                points.Add(point);
                var progress = new JobProgress(file.Name);
                display.Add(progress);
                var upload = uploading.RunAsync(file, reference, point, progress, cancellationToken);
                await display.ShowUntilAsync(upload).ConfigureAwait(false);
                display.Remove(progress);
                var id = await upload.ConfigureAwait(false);
                if (!isJson) Console.WriteLine(id);
                else JsonOutput.WriteLine((await api.FindFileAsync(id, cancellationToken).ConfigureAwait(false))?.Raw);
            }
            catch (Exception e) when (e is LocalFileException or RefusedException { Status: not 401 } or IOException)
            {
                failed++;
                outcome = Outcome.Failed(e.Message);
                Notes.Write($"{path}: {e.Message}");
            }
            display.Count(outcome);
        }
        // Only now, because a command that is killed before does all of it again, and has to find what it uploaded.
        foreach (var point in points) point.Forget();
        return failed == 0 ? 0 : CommandLine.Failed;
    }
}
