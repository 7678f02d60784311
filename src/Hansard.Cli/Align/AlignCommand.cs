using System.CommandLine;
using Hansard.Cli.Files;
using Hansard.Cli.Formats;
using Hansard.Cli.Progress;
using Hansard.Cli.Streams;
using Hansard.Cli.Transcribe;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Audio;
using Hansard.Server.Exports;

namespace Hansard.Cli.Align;

/// <summary>hansard align: a recording and its text in, the text with times out.</summary>
internal sealed class AlignCommand
{
    private readonly Argument<string> _recording = new("recording") { Description = "A recording in any common audio or video format." };

    private readonly Argument<string> _text = new("text")
    {
        Description = "The file of what is said in it: text, or subtitles (.srt, .vtt), whose times do not count; - is standard input.",
    };

    private readonly RecognitionOptions _recognition = new();
    private readonly SpeakerOptions _speakers = new();
    private readonly SubtitleArguments _subtitles = new();
    private readonly Option<string[]> _format = FormatOption.Create();

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write. Default, and -: standard output.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Write over a file that exists." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say nothing but errors." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new AlignCommand();
        var command = new Command(
            "align", "Give every word of a text the time at which it is said in a recording, and say where the two part.")
        {
            options._recording, options._text, options._format, options._output, options._overwrite,
        };
        foreach (var option in options._recognition.All) command.Options.Add(option);
        foreach (var option in options._subtitles.All) command.Options.Add(option);
        command.Options.Add(options._quiet);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await Task.Yield(); // Until then an interrupt would end the process at once.
        var (isQuiet, output) = (arguments.GetValue(_quiet), arguments.GetValue(_output) is "-" ? null : arguments.GetValue(_output));
        var warnings = new Warnings(isQuiet ? null : Console.Error);
        var recording = RecordingArguments.Read([arguments.GetValue(_recording)!], warnings) is [var only]
            ? only
            : throw new UsageException("Name one recording: its text is that of no other.");
        if (recording.IsStandardInput)
            throw new UsageException("The recording must be a file: only the text may come from standard input.");
        var format = Format(arguments, output);
        var overwrite = arguments.GetValue(_overwrite);
        if (output is not null && TranscriptFile.Obstacle(output, overwrite) is { } obstacle) throw new IOException(obstacle);
        var text = await AlignmentText.ReadAsync(arguments.GetValue(_text)!, cancellationToken).ConfigureAwait(false);
        var wanted = _recognition.Read(arguments);
        if (wanted.Track == "all") throw new UsageException("--track all has no meaning: a text is of one track.");
        LocalEngine.MustBeInstalled(arguments, _recognition, _speakers);
        await using var local = await LocalEngine.OpenAsync(arguments, _recognition, _speakers, wanted, warnings).ConfigureAwait(false);
        warnings.Say();
        var progress = new ProgressDisplay(1, isQuiet);
        var line = progress.Add(recording.Name);
        var work = AlignAsync(local, recording, text, line, cancellationToken);
        await progress.ShowUntilAsync(work).ConfigureAwait(false);
        var aligned = await work.ConfigureAwait(false);
        progress.Remove(line);
        var content = AlignmentFile.Write(aligned, format, _subtitles.Read(arguments), recording.Title);
        await WriteAsync(output, content, overwrite, cancellationToken).ConfigureAwait(false);
        if (!isQuiet) foreach (var note in AlignmentFile.Notes(aligned)) await Console.Error.WriteLineAsync(note).ConfigureAwait(false);
        return 0;
    }

    private static async Task<Engine.Transcripts.Alignments.AlignedText> AlignAsync(
        LocalEngine local, RecordingInput recording, string text, IProgress<TranscriptionProgress> progress,
        CancellationToken cancellationToken)
    {
        try
        {
            return await local.Engine.AlignTextAsync(recording.Path, text, local.Options, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            throw new IOException($"{recording.Name}: There is no such file.");
        }
        catch (InvalidAudioException exception)
        {
            throw new InvalidDataException($"{recording.Name}: {exception.Message}", exception);
        }
    }

    private ExportFormat Format(ParseResult arguments, string? output)
    {
        var formats = FormatOption.Read(arguments.GetValue(_format)!);
        if (formats.Count > 1) throw new UsageException("--format takes one format here: align once for each.");
        var format = (formats is [var only] ? only : null)
            ?? (output is null ? null : FormatOption.OfFile(output))
            ?? FormatOption.Find("txt")!;
        return format.Name is not "rttm" ? format : throw new UsageException("--format rttm is for speakers, of whom a text says nothing.");
    }

    private static Task WriteAsync(string? path, byte[] content, bool overwrite, CancellationToken cancellationToken) => path is null
        ? StandardOutput.WriteAsync(content, cancellationToken)
        : TranscriptFile.WriteAsync(path, content, overwrite, cancellationToken);
}
