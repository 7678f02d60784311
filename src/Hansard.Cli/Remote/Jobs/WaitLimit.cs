using System.CommandLine;
using System.Globalization;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>--timeout: the longest time that a command waits for work to be done.</summary>
internal static class WaitLimit
{
    private const string Default = "24h";

    /// <summary>The option.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--timeout")
        {
            Description = "The longest wait, also for a server that is away meanwhile, such as 90s, 30m or 2h.",
            DefaultValueFactory = _ => Default,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
                result.AddError($"--timeout takes a time such as 90s, 30m or 2h, not '{token.Value}'.");
        });
        return option;
    }

    /// <summary>The time; null where the text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        var unit = text.Length == 0 ? ' ' : text[^1];
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => char.IsAsciiDigit(unit) ? 1 : 0 };
        var number = char.IsAsciiDigit(unit) ? text : text[..Math.Max(0, text.Length - 1)];
        return seconds > 0 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value > 0 && value * seconds <= 30 * 86400
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }
}
