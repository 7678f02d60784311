using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>hansard export: transcripts as files, called after their recordings.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "Transcriptions, or the beginnings of their ids.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var all = new Option<bool>("--all") { Description = "All that are completed." };
        var form = new ExportOptions();
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder of the files.",
            DefaultValueFactory = _ => ".",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Write over files that exist." };
        var skip = new Option<bool>("--skip-existing") { Description = "Skip transcripts whose files exist, and take that for success." };
        var command = new Command("export", "Write transcripts to files that are called after their recordings.")
        {
            ids, all, output, overwrite, skip,
        };
        foreach (var option in form.All) command.Options.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var (named, isAll) = (arguments.GetValue(ids)!, arguments.GetValue(all));
            if (isAll == named.Length > 0) throw new UsageException("Name transcriptions, or give --all.");
            var wanted = form.Read(arguments);
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var jobs = isAll
                ? await CompletedAsync(api, cancellationToken).ConfigureAwait(false)
                : await NamedAsync(api, named, cancellationToken).ConfigureAwait(false);
            var folder = arguments.GetValue(output)!;
            string[] titles = [.. jobs.Select(job => Path.GetFileNameWithoutExtension(job.Filename))];
            var places = TranscriptPlaces.Find(titles, folder + Path.DirectorySeparatorChar, wanted.Extension, [])!;
            var sink = new TranscriptSink(places, wanted, arguments.GetValue(overwrite), jobs.Count);
            var failed = 0;
            foreach (var (index, job) in jobs.Index())
            {
                try
                {
                    if (arguments.GetValue(skip) && File.Exists(places[index])) continue;
                    if (sink.Obstacle(index) is { } obstacle) throw new IOException(obstacle);
                    var content = await TranscriptDownload.FetchAsync(api, job.Id, wanted, "", cancellationToken).ConfigureAwait(false);
                    await sink.WriteAsync(index, job.Filename, content, cancellationToken).ConfigureAwait(false);
                    Console.WriteLine(places[index]);
                }
                catch (Exception e) when (e is RefusedException { Status: not 401 } or IOException or UnauthorizedAccessException)
                {
                    failed++;
                    Notes.Write($"{job.Filename}: {FileFault.Sentence(e)}");
                }
            }
            return failed == 0 ? 0 : CommandLine.Failed;
        });
        return command.WithConnection();
    }

    private static async Task<IReadOnlyList<RemoteTranscription>> CompletedAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var jobs = new List<RemoteTranscription>();
        await foreach (var row in api.ListAsync(Resources.Transcriptions, ApiClient.LargestPage, cancellationToken).ConfigureAwait(false))
            if (new RemoteTranscription(row) is { IsCompleted: true } job) jobs.Add(job);
        jobs.Reverse(); // The first of one name keeps it when others come.
        return jobs;
    }

    private static async Task<IReadOnlyList<RemoteTranscription>> NamedAsync(
        ApiClient api, string[] named, CancellationToken cancellationToken)
    {
        var jobs = new List<RemoteTranscription>();
        foreach (var typed in named)
        {
            var id = await IdArgument.ResolveAsync(api, Resources.Transcriptions, typed, cancellationToken).ConfigureAwait(false);
            jobs.Add(await api.FindTranscriptionAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException($"There is no transcription {Printable.Of(id)}: see 'hansard list'."));
        }
        return jobs;
    }
}
