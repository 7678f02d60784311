using System.CommandLine;
using Hansard.Cli.Transcribe.Options;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe;

/// <summary>The options of the commands that transcribe in this process, and the steps from them to an engine.</summary>
internal sealed class TranscriptionArguments
{
    private readonly RecognitionOptions _recognition = new();
    private readonly ContextArguments _context = new();
    private readonly SpeakerOptions _speakers = new();
    private readonly TranslationArguments _translation = new();
    private readonly OutputOptions _output = new();

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. _recognition.All, .. _context.All, .. _speakers.All, .. _translation.All, .. _output.All];

    /// <summary>Indicates whether nothing but errors is said.</summary>
    public bool IsQuiet(ParseResult arguments) => _output.IsQuiet(arguments);

    /// <summary>Processor cores to use.</summary>
    public int Threads(ParseResult arguments) => _recognition.Threads(arguments);

    /// <summary>Reads what is to be recognised and translated, and written of it.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public WantedTranscripts Read(ParseResult arguments, Warnings warnings)
    {
        var context = _context.Read(arguments, warnings);
        var options = _recognition.Read(arguments) with
        {
            Context = context.Subject,
            Translation = _translation.Read(arguments, context.TranslationTerms, warnings),
        };
        var request = _output.Read(arguments, warnings);
        return new WantedTranscripts(options, request with
        {
            Writer = request.Writer with
            {
                TranslatedOnly = _translation.IsTranslatedOnly(arguments),
                Bilingual = _translation.IsBilingual(arguments),
            },
            Translations = TranslationArguments.FilesOf(options.Translation),
            OtherInputs = _context.Files(arguments),
        });
    }

    /// <summary>Adds what the options say of speakers, which depends on the formats, and says which have no effect on those.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public TranscriptionOptions Complete(
        ParseResult arguments, TranscriptionOptions options, IReadOnlyList<ExportFormat> formats, Warnings warnings)
    {
        options = _speakers.Add(arguments, options, formats.Any(format => format.Name == "rttm"), warnings);
        _output.SayIgnored(arguments, formats, warnings);
        _translation.SayIgnored(arguments, formats, warnings);
        return options;
    }

    /// <inheritdoc cref="OutputOptions.IsStreamed" />
    public bool IsStreamed(ParseResult arguments, OutputPlan plan, string? later) => _output.IsStreamed(arguments, plan, later);

    /// <summary>Finds out whether all that is needed is here, which takes no time.</summary>
    /// <exception cref="UsageException">There is no such model, or it is not downloaded.</exception>
    public void MustBeInstalled(ParseResult arguments) => LocalEngine.MustBeInstalled(arguments, _recognition, _speakers);

    /// <summary>Loads the models and the voices that are known, and says all warnings.</summary>
    /// <exception cref="UsageException">They cannot do what is asked for.</exception>
    public async Task<LocalEngine> OpenAsync(ParseResult arguments, TranscriptionOptions options, Warnings warnings)
    {
        options = options with { KnownVoices = _speakers.Known(arguments, warnings) };
        var local = await LocalEngine.OpenAsync(arguments, _recognition, _speakers, options, warnings).ConfigureAwait(false);
        warnings.Say();
        return local;
    }
}

/// <summary>The transcripts that the options of a command ask for.</summary>
/// <param name="Options">For the engine; what they say of speakers is still missing.</param>
/// <param name="Output">The transcripts, and their place.</param>
internal sealed record WantedTranscripts(TranscriptionOptions Options, OutputRequest Output);
