using System.CommandLine;

namespace Hansard.Cli.Transcribe.Options;

/// <summary>Options that take a whole number of a range.</summary>
internal static class NumberOption
{
    /// <summary>Makes an option without a default.</summary>
    public static Option<int?> Create(string name, int least, int most, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        Limit(option, least, most);
        return option;
    }

    /// <summary>Refuses what is out of the range.</summary>
    public static void Limit(Option option, int least, int most) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (!int.TryParse(token.Value, out var value) || value < least || value > most)
                result.AddError($"{option.Name} takes a whole number from {least} to {most}, not '{token.Value}'.");
        }
    });
}
