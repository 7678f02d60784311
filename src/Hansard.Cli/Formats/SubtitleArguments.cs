using System.CommandLine;
using Hansard.Cli.Usage;
using Hansard.Engine.Transcripts;
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
        string[] styles = [.. SubtitlePresets.All.Keys.Order(StringComparer.Ordinal)];
        _style = new Option<string?>("--style")
        {
            Description = $"Layout of subtitles: {Alternatives.Of(styles)}. The options that follow change it.",
            HelpName = string.Join('|', styles),
        };
        _style.CompletionSources.Add(styles);
        _style.Validators.Add(result =>
        {
            foreach (var value in result.Tokens.Select(token => token.Value))
            {
                if (value.Length == 0 || SubtitlePresets.All.ContainsKey(value)) continue;
                result.AddError($"--style takes {Alternatives.Of(styles)}, not '{value}'.{Alternatives.DidYouMean(value, styles)}");
            }
        });
        _numbers = [.. SubtitleSetting.All.Select(setting => (setting, Number(setting)))];
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_style, .. _numbers.Select(number => number.Option)];

    /// <summary>Reads the layout.</summary>
    public SubtitleOptions Read(ParseResult arguments)
    {
        var preset = SubtitlePresets.All[arguments.GetValue(_style) ?? "default"];
        return _numbers.Aggregate(preset, (layout, number) => arguments.GetValue(number.Option) is { } text
            ? number.Setting.Apply(layout, number.Setting.Parse(text)!.Value)
            : layout);
    }

    /// <summary>The parameters of the HTTP API that ask for the same layout.</summary>
    public IEnumerable<KeyValuePair<string, string>> Query(ParseResult arguments)
        => new[] { KeyValuePair.Create("style", arguments.GetValue(_style)) }
            .Concat(_numbers.Select(number => KeyValuePair.Create(number.Setting.Name, arguments.GetValue(number.Option))))
            .Where(each => each.Value is not null)
            .Select(each => KeyValuePair.Create(each.Key, each.Value!));

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
