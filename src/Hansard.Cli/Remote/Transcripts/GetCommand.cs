using System.CommandLine;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Transcripts;

/// <summary>hansard get: one transcript, to read or to keep.</summary>
internal static class GetCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The transcription, or the beginning of its id." };
        var form = new ExportOptions();
        var output = new Option<string?>("--output") { Description = "A file, or a folder. Default, and -: standard output." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Write over a file that exists." };
        var partial = new Option<bool>("--partial") { Description = "Also of one that has not ended: the text so far." };
        var revision = new Option<string?>("--revision")
        {
            Description = "A corrected transcript: the number of its revision, or latest.",
            HelpName = "number|latest",
        };
        var command = new Command("get", "Get the transcript of a transcription.") { id, output, overwrite, partial, revision };
        foreach (var option in form.All) command.Options.Add(option);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await Task.Yield(); // Until then an interrupt would end the process at once.
            var wanted = form.Read(arguments);
            var isPartial = arguments.GetValue(partial);
            if (wanted.IsBinary && arguments.GetValue(output) is null && !Console.IsOutputRedirected)
                throw new UsageException("A terminal cannot show a Word document: give --output.");
            var connection = await ConnectionOptions.ResolveAsync(arguments, cancellationToken).ConfigureAwait(false);
            using var api = new ApiClient(connection, Patience.Short, Notes.Write);
            var full = await IdArgument.ResolveAsync(api, Resources.Transcriptions, arguments.GetValue(id)!, cancellationToken)
                .ConfigureAwait(false);
            var title = "";
            if (arguments.GetValue(output) is { } place && (Directory.Exists(place) || Path.EndsInDirectorySeparator(place)))
                title = (await api.FindTranscriptionAsync(full, cancellationToken).ConfigureAwait(false))?.Filename ?? "";
            var places = TranscriptPlaces.Find(
                [Path.GetFileNameWithoutExtension(title)], arguments.GetValue(output), wanted.Extension, []);
            var sink = new TranscriptSink(places, wanted, arguments.GetValue(overwrite), 1);
            if (sink.Obstacle(0) is { } obstacle) throw new IOException(obstacle);
            var extra = (isPartial ? "&partial=true" : "")
                + (arguments.GetValue(revision) is { } number ? $"&revision={Uri.EscapeDataString(number)}" : "");
            var content = await TranscriptDownload.FetchAsync(api, full, wanted, extra, cancellationToken).ConfigureAwait(false);
            await sink.WriteAsync(0, title, content, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command.WithConnection();
    }
}
