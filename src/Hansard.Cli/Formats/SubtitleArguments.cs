using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Renderings;
using Hansard.Server.Exports;

namespace Hansard.Cli.Formats;

/// <summary>Options of the layout of subtitles, by the names of the HTTP API.</summary>
internal sealed class SubtitleArguments
{
    private readonly Option<string?> _style;
    private readonly IReadOnlyList<(SubtitleSetting Setting, Option<string?> Option)> _numbers;

    /// <summary>Makes the options.</summary>
    public SubtitleArguments()
    {
        string[] styles = [.. StyleNames.All];
        _style = new Option<string?>("--style")
        {
            Description = "clean: without fillers, false starts and words said twice; otherwise verbatim. Also the layout of subtitles: "
                + $"{Alternatives.Of([.. styles.Except(["clean", "verbatim"])])}, which the options that follow change. Or both, "
                + "with a comma between.",
            HelpName = string.Join('|', styles),
        };
        _style.CompletionSources.Add(styles);
        _style.Validators.Add(result =>
        {
            foreach (var value in result.Tokens.Select(token => token.Value))
            {
                if (StyleNames.Read(value, out var wrong) is not null) continue;
                result.AddError($"--style takes {Alternatives.Of(styles)}, not '{wrong}'.{Alternatives.DidYouMean(wrong, styles)}");
            }
        });
        _numbers = [.. SubtitleSetting.All.Select(setting => (setting, Number(setting)))];
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_style, .. _numbers.Select(number => number.Option)];

    /// <summary>Reads the layout.</summary>
    public SubtitleOptions Read(ParseResult arguments)
    {
        return _numbers.Aggregate(Chosen(arguments).Layout, (layout, number) => arguments.GetValue(number.Option) is { } text
            ? number.Setting.Apply(layout, number.Setting.Parse(text)!.Value)
            : layout);
    }

    /// <summary>Reads the style of the transcript.</summary>
    public TranscriptStyle ReadStyle(ParseResult arguments) => Chosen(arguments).Style;

    /// <summary>Options that were given and change subtitles only.</summary>
    public IEnumerable<Option> Given(ParseResult arguments) => All.Where(option => arguments.GetResult(option) is { Implicit: false }
        && (option != _style || Chosen(arguments).HasLayout));

    /// <summary>The parameters of the HTTP API that ask for the same layout.</summary>
    public IEnumerable<KeyValuePair<string, string>> Query(ParseResult arguments)
        => new[] { KeyValuePair.Create("style", arguments.GetValue(_style)) }
            .Concat(_numbers.Select(number => KeyValuePair.Create(number.Setting.Name, arguments.GetValue(number.Option))))
            .Where(each => each.Value is not null)
            .Select(each => KeyValuePair.Create(each.Key, each.Value!));

    private ChosenStyle Chosen(ParseResult arguments) => StyleNames.Read(arguments.GetValue(_style) ?? "", out _)!;

    private static Option<string?> Number(SubtitleSetting setting)
    {
        var option = new Option<string?>($"--{setting.Name.Replace('_', '-')}")
        {
            Description = $"Subtitles: {setting.Description}",
            HelpName = "NUMBER",
        };
        option.Validators.Add(result =>
        {
            foreach (var value in result.Tokens.Select(token => token.Value))
            {
                if (value.Length > 0 && setting.Parse(value) is null)
                    result.AddError($"{option.Name} takes {setting.Range}, not '{value}'.");
            }
        });
        return option;
    }
}
