using System.CommandLine;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;
using Hansard.Engine;

namespace Hansard.Cli.Transcribe;

/// <summary>hansard transcribe: recordings in, transcripts out.</summary>
internal sealed class TranscribeCommand
{
    private readonly Argument<string[]> _files = new("file")
    {
        Description = "Recordings in any common audio or video format, or folders of them; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly TranscriptionArguments _transcription = new();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new TranscribeCommand();
        var command = new Command(
            "transcribe",
            "Transcribe recordings. Exit codes: 0 done, 1 a recording failed or was skipped, 2 wrong usage, 130 interrupted.")
        {
            options._files,
        };
        foreach (var option in options._transcription.All) command.Options.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // System.CommandLine hears an interrupt only once its action has given way: until then it would end the process at once, and
        // temporary files would stay behind.
        await Task.Yield();
        var isQuiet = _transcription.IsQuiet(arguments);
        var warnings = new Warnings(isQuiet ? null : Console.Error);
        var recordings = RecordingArguments.Read(arguments.GetValue(_files)!, warnings);
        var wanted = _transcription.Read(arguments, warnings);
        var plan = OutputPlan.Make(recordings, wanted.Output, warnings);
        var options = _transcription.Complete(arguments, wanted.Options, plan.Formats, warnings);
        var isStreamed = _transcription.IsStreamed(arguments, plan, TakesAll(options));

        // Loading the models takes a second, which is too long for nothing.
        if (plan.Targets.All(target => target.Obstacle is not null))
        {
            warnings.Say();
            return await new TranscriptionRun(null, options, plan.Targets, isQuiet, isStreamed).RunAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        _transcription.MustBeInstalled(arguments);
        await using var local = await _transcription.OpenAsync(arguments, options, warnings).ConfigureAwait(false);
        return await new TranscriptionRun(local.Engine, local.Options, plan.Targets, isQuiet, isStreamed).RunAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private static string? TakesAll(TranscriptionOptions options)
        => options.Diarize ? "--diarize" : options.Translation is not null ? "--translate" : options.Track == "all" ? "--track all" : null;
}
