using Hansard.Cli.Formats;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Usage;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Output;

/// <summary>The place of every transcript, and what stands in the way, found out before the long work.</summary>
/// <param name="Targets">One for each recording, in their order.</param>
/// <param name="Formats">The formats that are written.</param>
internal sealed record OutputPlan(IReadOnlyList<OutputTarget> Targets, IReadOnlyList<ExportFormat> Formats)
{
    /// <summary>Makes the plan.</summary>
    /// <param name="recordings">In the order of the command line.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="warnings">Told of what is not as it was written.</param>
    /// <exception cref="UsageException">What is asked for contradicts itself, or nothing can be written there.</exception>
    public static OutputPlan Make(IReadOnlyList<RecordingInput> recordings, OutputRequest request, Warnings warnings)
    {
        if (request.IsStandardOutput) return ToStandardOutput(recordings, request);
        var output = request.Output!;
        var isFolder = Directory.Exists(output) || Path.EndsInDirectorySeparator(output);
        var named = isFolder ? null : FormatOption.OfFile(output);
        if (!isFolder && (recordings.Count > 1 || recordings.Any(recording => recording.Folder is not null)))
        {
            if (named is not null && !File.Exists(output))
                throw new UsageException($"'{output}' names one file, and there are several recordings: give --output a folder.");
            isFolder = true;
        }

        if (!isFolder && request.Formats.Count == 0 && FormatOption.IsUnwritten(output))
        {
            var written = Alternatives.Of([.. FormatOption.All.Select(format => format.Name)]);
            throw new UsageException($"'{output}' would be text, as its format is none of {written}: give another name, or --format.");
        }

        var formats = request.Formats.Count > 0 ? request.Formats : [named ?? FormatOption.All[0]];
        if (isFolder) MakeFolder(output);
        var names = new OutputNames(request, formats, isFolder);
        // With several formats the extension goes, and each has its own.
        if (named is not null && formats.Count == 1 && !formats.Contains(named))
            warnings.Add($"'{output}' is named otherwise than --format says, and gets {formats[0].Name}.");
        names.Prepare(recordings);
        OutputTarget[] targets =
            [.. recordings.Select(each => OutputCheck.Examine(new OutputTarget(each, names.FilesOf(each)), request.Existing))];
        OutputCheck.RefuseInputs(targets, [.. recordings.Select(recording => recording.Path), .. request.OtherInputs]);
        OutputCheck.RefuseDuplicates(targets);
        OutputCheck.TryFolders(targets);
        return new OutputPlan(targets, formats);
    }

    private static OutputPlan ToStandardOutput(IReadOnlyList<RecordingInput> recordings, OutputRequest request)
    {
        var formats = request.Formats.Count > 0 ? request.Formats : [FormatOption.All[0]];
        if (formats.Count > 1)
            throw new UsageException("Several formats are several files: give --output a folder, or their name without extension.");
        if (request.Translations.Count > 0 && formats[0] != ExportFormat.JsonFile)
            throw new UsageException("Several translations are several files: give --output a folder, or their name without extension.");
        var isBinary = formats[0].Text is null;
        if (isBinary && (recordings.Count > 1 || !Console.IsOutputRedirected))
            throw new UsageException($"{formats[0].Name} is no text that standard output could show: give --output.");
        return new OutputPlan([.. recordings.Select(Target)], formats);

        OutputTarget Target(RecordingInput recording)
        {
            var isOneOfSeveral = recordings.Count > 1;
            var writer = OutputNames.Writer(request, recording, isOneOfSeveral) with { SingleLineJson = isOneOfSeveral };
            var file = new OutputFile(null, new TranscriptForm(formats[0], writer, null)) { IsStream = true };
            return OutputCheck.Examine(new OutputTarget(recording, [file]) { IsOneOfSeveral = isOneOfSeveral }, request.Existing);
        }
    }

    private static void MakeFolder(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"'{folder}' is not a folder, which --output has to be for several recordings.");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{folder}' of --output cannot be made: {FileFault.Reason(e, folder)}");
        }
    }
}
