using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Remote.Transcripts;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>hansard submit: has recordings transcribed by a server.</summary>
internal static class SubmitCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var sources = new Argument<string[]>("source")
        {
            Description = "Recordings: files, http(s) addresses that the server fetches, or ids of files that it has; - is standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var filename = PipeArguments.Filename();
        var (options, vendor, form) = (new JobOptions(), new VendorFlags(), new ExportOptions());
        var wait = new Option<bool>("--wait") { Description = "Wait for the transcripts, and print or write them." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "With --wait, where to write: a file, or a folder. Default, and -: standard output.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Write over transcripts that exist." };
        var delete = new Option<bool>("--delete-after")
        {
            Description = "With --wait, delete the transcription and the upload from the server once the transcript is here.",
        };
        var limit = WaitLimit.Option();
        var json = new Option<bool>("--json") { Description = "Print an object a line: source, transcription, transcript, error." };
        var command = new Command(
            "submit",
            "Have a server transcribe recordings. Interrupted, the same command goes on where it was.")
        {
            sources, filename, wait, output, overwrite, delete, limit, json,
        };
        foreach (var option in (Option[])[.. options.All, .. form.All, .. vendor.All]) command.Options.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var flags = vendor.Read(arguments);
            if (flags.DeletesFiles || flags.DeletesTranscriptions)
                return await DeleteAsync(arguments, flags, cancellationToken).ConfigureAwait(false);
            var named = arguments.GetValue(sources)!;
            string[] all = flags.Source is { } source ? [source, .. named] : named;
            if (all.Length == 0) throw new UsageException("Name recordings: files, addresses, or ids of files on the server.");
            var waits = arguments.GetValue(wait) || flags.IsExample;
            foreach (var option in (Option[])[output, overwrite, delete, .. form.All])
            {
                if (!waits && arguments.GetResult(option) is { Implicit: false })
                    throw new UsageException($"{option.Name} has no meaning without --wait.");
            }
            var recordings = all.Select(SubmitSource.Of).ToList();
            if (recordings.Where(recording => recording.Pipe is null)
                .GroupBy(recording => recording.Identity)
                .FirstOrDefault(same => same.Count() > 1) is { } twice
                && twice.First().Fault is null)
                throw new UsageException($"'{twice.First().Name}' is named twice.");
            PipeArguments.Check("submit", recordings, arguments.GetValue(filename));
            var wanted = form.Read(arguments);
            if (waits && wanted.IsBinary && arguments.GetValue(output) is null or "-" && !Console.IsOutputRedirected)
                throw new UsageException("A terminal cannot show Word documents: give --output.");
            var places = waits
                ? TranscriptPlaces.Find(
                    [.. recordings.Select(recording => recording.Title)], arguments.GetValue(output), wanted.Extension,
                    [.. recordings.Select(recording => recording.File?.Path).OfType<string>()])
                : null;
            var plan = new SubmitPlan
            {
                Sources = recordings,
                Filename = arguments.GetValue(filename),
                Request = options.Read(arguments, flags),
                Model = options.Model(arguments),
                Waits = waits,
                Limit = WaitLimit.Parse(arguments.GetValue(limit)!)!.Value,
                DeletesAfter = arguments.GetValue(delete) || flags.IsExample,
                IsJson = arguments.GetValue(json),
                IsExample = flags.IsExample && !form.IsGiven(arguments),
                Form = wanted,
                Sink = new TranscriptSink(places, wanted, arguments.GetValue(overwrite), recordings.Count),
            };
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            return await new SubmitRun(plan, connection).RunAsync(cancellationToken).ConfigureAwait(false);
        });
        return command.WithConnection();
    }

    private static async Task<int> DeleteAsync(ParseResult arguments, VendorFlags.Meaning flags, CancellationToken cancellationToken)
    {
        var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
        using var api = new ApiClient(connection, Patience.Short, Notes.Write);
        if (flags.DeletesTranscriptions)
            await Deletion.DeleteAllAsync(api, Resources.Transcriptions, cancellationToken).ConfigureAwait(false);
        if (flags.DeletesFiles) await Deletion.DeleteAllAsync(api, Resources.Files, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
