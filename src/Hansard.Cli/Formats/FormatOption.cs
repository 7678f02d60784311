using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Server.Exports;

namespace Hansard.Cli.Formats;

/// <summary>The formats of transcripts by name, and the option that chooses some.</summary>
internal static class FormatOption
{
    /// <summary>All formats, in the order in which help names them. A format's name is its files' extension.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        .. new[] { "txt", "md" }.Select(name => ExportFormat.All[name]), ExportFormat.JsonFile,
        .. new[] { "csv", "srt", "vtt", "ass", "rttm", "docx" }.Select(name => ExportFormat.All[name]),
    ];

    // Documents, tables, subtitles and archives that somebody may expect by the name alone.
    private static readonly HashSet<string> Unwritten = new(
        "doc odt rtf pdf html htm epub tex xml xls xlsx ods tsv yaml yml ttml dfxp itt sbv ssa sub stl scc lrc smi textgrid eaf gz zip"
            .Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The format of a name, in any case; null if there is none.</summary>
    public static ExportFormat? Find(string name)
        => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format that a file's extension names; null if it names none.</summary>
    public static ExportFormat? OfFile(string path) => Path.GetExtension(path) is [_, .. var name] ? Find(name) : null;

    /// <summary>
    /// Tells whether a file's extension is that of a format which is not written: text of that name would be taken for what it is not.
    /// </summary>
    public static bool IsUnwritten(string path) => Path.GetExtension(path) is [_, .. var name] && Unwritten.Contains(name);

    /// <summary>Makes the option <c>--format</c>.</summary>
    public static Option<string[]> Create()
    {
        string[] names = [.. All.Select(format => format.Name)];
        var option = new Option<string[]>("--format", "-f")
        {
            Description = "Formats to write: txt, md, json, csv, srt, vtt, ass, rttm (speaker turns) or docx. May be repeated, or several "
                + "with commas between them. Default: that of the extension of --output, otherwise txt.",
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => [],
        };
        option.CompletionSources.Add(names);
        option.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.SelectMany(token => Split(token.Value)))
            {
                if (name.Length > 0 && Find(name) is null)
                    result.AddError($"--format takes {Alternatives.Of(names)}, not '{name}'.{Alternatives.DidYouMean(name, names)}");
            }
        });
        return option;
    }

    /// <summary>The formats that were chosen, each once; empty if none was.</summary>
    /// <param name="values">Values of the option, which its validator has passed.</param>
    public static IReadOnlyList<ExportFormat> Read(IEnumerable<string> values)
        => [.. values.SelectMany(Split).Select(Find).OfType<ExportFormat>().Distinct()];

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.TrimEntries);
}
