using System.CommandLine;
using Hansard.Cli.Transcribe.Input;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Transcribe.Output;
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

    private readonly RecognitionOptions _recognition = new();
    private readonly ContextArguments _context = new();
    private readonly SpeakerOptions _speakers = new();
    private readonly TranslationArguments _translation = new();
    private readonly OutputOptions _output = new();

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
        IEnumerable<Option>[] groups =
            [options._recognition.All, options._context.All, options._speakers.All, options._translation.All, options._output.All];
        foreach (var option in groups.SelectMany(group => group)) command.Options.Add(option);
        command.SetAction(options.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // System.CommandLine hears an interrupt only once its action has given way: until then it would end the process at once, and
        // temporary files would stay behind.
        await Task.Yield();
        var isQuiet = _output.IsQuiet(arguments);
        var warnings = new Warnings(isQuiet ? null : Console.Error);
        var recordings = RecordingArguments.Read(arguments.GetValue(_files)!, warnings);
        var context = _context.Read(arguments, warnings);
        var options = _recognition.Read(arguments) with
        {
            Context = context.Subject,
            Translation = _translation.Read(arguments, context.TranslationTerms, warnings),
        };
        var request = _output.Read(arguments, warnings);
        var plan = OutputPlan.Make(
            recordings,
            request with
            {
                Writer = request.Writer with
                {
                    TranslatedOnly = _translation.IsTranslatedOnly(arguments),
                    Bilingual = _translation.IsBilingual(arguments),
                },
                Translations = TranslationArguments.FilesOf(options.Translation),
                OtherInputs = _context.Files(arguments),
            },
            warnings);
        options = _speakers.Add(arguments, options, plan.Formats.Any(format => format.Name == "rttm"), warnings);
        var isStreamed = _output.IsStreamed(arguments, plan, TakesAll(options));
        _output.SayIgnored(arguments, plan, warnings);
        _translation.SayIgnored(arguments, plan, warnings);
        TranscriptionRun Run(TranscriptionEngine? engine) => new(engine, options, plan.Targets, isQuiet, isStreamed);

        // Loading the models takes a second, which is too long for nothing.
        if (plan.Targets.All(target => target.Obstacle is not null))
        {
            warnings.Say();
            return await Run(null).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        LocalEngine.MustBeInstalled(arguments, _recognition, _speakers);
        options = options with { KnownVoices = _speakers.Known(arguments, warnings) };
        await using var local = await LocalEngine.OpenAsync(arguments, _recognition, _speakers, options, warnings).ConfigureAwait(false);
        warnings.Say();
        return await Run(local.Engine).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string? TakesAll(TranscriptionOptions options)
        => options.Diarize ? "--diarize" : options.Translation is not null ? "--translate" : options.Track == "all" ? "--track all" : null;
}
