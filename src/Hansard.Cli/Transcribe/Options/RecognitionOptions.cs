using System.CommandLine;
using Hansard.Cli.Languages;
using Hansard.Cli.Usage;
using Hansard.Engine;
using Hansard.Engine.Pipeline;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options of what is recognised, and by what.</summary>
internal sealed class RecognitionOptions
{
    private readonly Option<string?> _language = new("--language", "-l")
    {
        Description = "The language spoken, such as en, portuguese or deutsch; zh-TW, zh-HK and zh-CN are Chinese in that script. "
            + "Default: found out, sentence by sentence.",
        HelpName = "LANGUAGE",
    };

    private readonly Option<string[]> _hints = new("--hint")
    {
        Description = "A language that is likely to be spoken. May be repeated.",
        HelpName = "LANGUAGE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Only the languages of --hint are possible." };

    private readonly Option<string?> _track = new("--track")
    {
        Description = "Which sound track of a film with several: its number, from 1 on, its language, such as en, or all, for a "
            + "transcript of each. Default: the first one that the file recommends and on which somebody speaks.",
        HelpName = "number|language|all",
    };

    private readonly Option<TimeSpan?> _from =
        RecordingTime.Option("--from", "Where to begin in the recording, such as 1:30, 1:02:03 or 90.5. Default: the start.");

    private readonly Option<TimeSpan?> _to = RecordingTime.Option("--to", "Where to end, such as 12:00. Default: the end.");

    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "A speech model: a name from 'hansard models list', or a folder as Hugging Face or faster-whisper has it.",
    };

    private readonly Option<int> _beam = new("--beam")
    {
        Description = "Hypotheses kept while decoding: 5 is most accurate, 1 fastest.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<bool> _fast = new("--fast")
    {
        Description = "Faster, with some more errors: as --beam 1, and no second model is asked.",
    };

    private readonly Option<int?> _threads = NumberOption.Create("--threads", 1, 1024, "Processor cores to use. Default: all.");

    /// <summary>Makes the options.</summary>
    public RecognitionOptions()
    {
        NumberOption.Limit(_beam, 1, 10);
        _language.CompletionSources.Add([.. LanguageNames.Suggestions]);
        _hints.CompletionSources.Add([.. LanguageNames.Suggestions]);
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_language, _hints, _strict, _track, _from, _to, _model, _beam, _fast, _threads];

    /// <summary>The speech model; null: the default.</summary>
    public string? Model(ParseResult arguments) => arguments.GetValue(_model);

    /// <summary>Processor cores to use.</summary>
    public int Threads(ParseResult arguments) => arguments.GetValue(_threads) ?? Environment.ProcessorCount;

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">They contradict each other, or name what there is not.</exception>
    public TranscriptionOptions Read(ParseResult arguments)
    {
        var (language, hints, strict) = (arguments.GetValue(_language), arguments.GetValue(_hints)!, arguments.GetValue(_strict));
        CheckLanguages(language, hints, strict);
        var fast = arguments.GetValue(_fast);
        if (fast && arguments.GetResult(_beam) is { Implicit: false })
            throw new UsageException("--fast says how many hypotheses are kept, so --beam has no meaning: use one or the other.");
        return new TranscriptionOptions
        {
            Language = language is null ? null : LanguageNames.Read("--language", language),
            LanguageHints = [.. hints.Select(hint => LanguageNames.Read("--hint", hint))],
            LanguageHintsStrict = strict,
            Track = ReadTrack(arguments.GetValue(_track)),
            Part = ReadPart(arguments.GetValue(_from), arguments.GetValue(_to)),
            BeamSize = fast ? 1 : arguments.GetValue(_beam),
            SecondOpinion = !fast,
        };
    }

    /// <summary>Finds out before the long work whether the model knows the languages.</summary>
    /// <param name="options">As they were read.</param>
    /// <param name="engine">Its model.</param>
    /// <param name="warnings">Told of hints that are of no use.</param>
    /// <exception cref="UsageException">It does not.</exception>
    public static void Check(TranscriptionOptions options, TranscriptionEngine engine, Warnings warnings)
    {
        try
        {
            engine.Check(options);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }
        foreach (var hint in options.LanguageHints.Where(hint => !engine.Languages.Contains(LanguageNames.ReadCode("--hint", hint))))
            warnings.Add($"--hint {hint} is ignored: the model {engine.ModelName} does not know that language.");
    }

    /// <summary>Refuses what cannot stand beside each other.</summary>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public static void CheckLanguages(string? language, IReadOnlyList<string> hints, bool strict)
    {
        if (language is not null && hints.Count > 0)
            throw new UsageException("--language says what is spoken, so --hint has no meaning: use one or the other.");
        if (strict && hints.Count == 0) throw new UsageException("--strict has no meaning without --hint.");
    }

    /// <summary>Reads <c>--track</c>; null: the best.</summary>
    /// <exception cref="UsageException">It is no track.</exception>
    public static string? ReadTrack(string? track)
        => track is null || TrackName.IsPossible(track)
            ? track
            : throw new UsageException(
                $"--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '{track}'.");

    /// <summary>Reads <c>--from</c> and <c>--to</c>; null: all of the recording.</summary>
    /// <exception cref="UsageException">They have no time between them.</exception>
    public static RecordingPart? ReadPart(TimeSpan? from, TimeSpan? to)
        => to <= (from ?? TimeSpan.Zero) ? throw new UsageException("--to is not after --from.")
            : (from ?? to) is null ? null
            : new RecordingPart(from ?? TimeSpan.Zero, to);
}
