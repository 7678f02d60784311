using System.CommandLine;
using Hansard.Cli.Formats;
using Hansard.Cli.Transcribe.Output;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Exports;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options of what is written, and where to.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string[]> _format = FormatOption.Create();

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Where to write: a file, or a folder that receives one file for each recording; with several formats or translations "
            + "also the name of the files without extension. Default, and -: standard output.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Write over transcripts that exist. Otherwise their recordings are skipped, with exit code 1.",
    };

    private readonly Option<bool> _skipExisting = new("--skip-existing")
    {
        Description = "Skip recordings whose transcripts exist, and take that for success.",
    };

    private readonly Option<bool> _timestamps = new("--timestamps")
    {
        Description = "Text and Markdown: every paragraph begins with its time.",
    };

    private readonly Option<bool> _stream = new("--stream")
    {
        Description = "Write the text while it is recognised. Default for one recording on a terminal.",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Description = "Say nothing but errors: no progress, no warnings, no counts.",
    };

    private readonly SubtitleArguments _subtitles = new();
    private readonly Option<string?> _redact = RedactOption.Create();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All
        => [_format, _output, _overwrite, _skipExisting, _timestamps, _redact, .. _subtitles.All, _stream, _quiet];

    /// <summary>Indicates whether nothing but errors is said.</summary>
    public bool IsQuiet(ParseResult arguments) => arguments.GetValue(_quiet);

    /// <summary>Reads them, but for how it is streamed.</summary>
    /// <exception cref="UsageException">They contradict each other.</exception>
    public OutputRequest Read(ParseResult arguments, Warnings warnings)
    {
        var existing = (arguments.GetValue(_overwrite), arguments.GetValue(_skipExisting)) switch
        {
            (true, true) => throw new UsageException("--overwrite and --skip-existing contradict each other: use one of them."),
            (true, false) => ExistingFiles.Overwrite,
            (false, true) => ExistingFiles.Skip,
            _ => ExistingFiles.Refuse,
        };
        var request = new OutputRequest(arguments.GetValue(_output), FormatOption.Read(arguments.GetValue(_format)!), existing);
        if (request.IsStandardOutput && existing is not ExistingFiles.Refuse)
            warnings.Add($"--{(existing is ExistingFiles.Skip ? "skip-existing" : "overwrite")} has no effect on standard output.");
        return request with
        {
            Writer = request.Writer with
            {
                Timestamps = arguments.GetValue(_timestamps),
                Subtitles = _subtitles.Read(arguments),
                Rendering = new RenderingOptions
                {
                    Style = _subtitles.ReadStyle(arguments),
                    Redact = RedactOption.Read(arguments.GetValue(_redact)),
                },
            },
        };
    }

    /// <summary>Says which options have no effect on the formats that are written.</summary>
    public void SayIgnored(ParseResult arguments, IReadOnlyList<ExportFormat> formats, Warnings warnings)
    {
        bool IsGiven(Option option) => arguments.GetResult(option) is { Implicit: false };
        string[] names = [.. formats.Select(format => format.Name)];
        var written = Alternatives.Of(names);
        if (IsGiven(_timestamps) && !names.Any(name => name is "txt" or "md"))
            warnings.Add($"--timestamps has no effect on {written}: it is for txt and md.");
        if (names.Any(OutputRequest.IsSubtitle)) return;
        foreach (var option in _subtitles.Given(arguments))
            warnings.Add($"{option.Name} has no effect on {written}: it is for srt, vtt and ass.");
    }

    /// <summary>Decides whether the text is written while it is recognised.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="plan">Where everything goes.</param>
    /// <param name="later">Name of an option whose result comes only when everything has been recognised; null if there is none.</param>
    /// <exception cref="UsageException">It is asked for, and cannot be done.</exception>
    public bool IsStreamed(ParseResult arguments, OutputPlan plan, string? later)
    {
        if (_subtitles.ReadStyle(arguments) is not TranscriptStyle.Verbatim) later ??= "--style clean";
        if (RedactOption.Read(arguments.GetValue(_redact)).Count > 0) later ??= _redact.Name;
        var obstacle = plan.Targets.Count > 1 ? "one recording at a time"
            : plan.Targets is not [{ Files: [{ Path: null }] }] ? "standard output: leave out --output"
            : plan.Formats is not [{ Name: "txt" }] ? "txt: leave out --format"
            : later is not null ? $"what is recognised, and {later} takes the whole recording: leave one of them out"
            : null;
        var isGiven = arguments.GetResult(_stream) is { Implicit: false };
        if (!arguments.GetValue(_stream)) return obstacle is null && !isGiven && !Console.IsOutputRedirected;
        if (obstacle is not null) throw new UsageException($"--stream is for {obstacle}.");
        return true;
    }
}
