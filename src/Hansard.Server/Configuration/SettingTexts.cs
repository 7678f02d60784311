using System.Reflection;
using System.Text.RegularExpressions;
using Hansard.Translation.Remote;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Configuration;

/// <summary>Refuses what cannot be told from the options any more once they are bound, and says it in words of the configuration.</summary>
internal static partial class SettingTexts
{
    /// <summary>Finds durations that are written as a bare number, which .NET takes for days; 0 is the same in any unit.</summary>
    /// <param name="settings">Settings by their names.</param>
    /// <returns>A sentence for each.</returns>
    public static IReadOnlyList<string> BareDurations(IConfiguration settings)
        => [.. from name in DurationsOf(typeof(HansardServerOptions), "", settings)
            let text = settings[name]
            where text is { Length: > 0 } && double.TryParse(text, out var number) && number != 0
            select $"{name} is '{text}': write a time as hours:minutes:seconds, such as 00:15:00, or with days, as in 30.00:00:00."];

    /// <summary>Says what .NET says of settings that it cannot bind.</summary>
    /// <param name="message">Of the exception that the binder throws.</param>
    public static IReadOnlyList<string> Describe(string message)
    {
        if (Unknown().Match(message) is { Success: true } unknown)
            return [.. QuotedName().Matches(unknown.Groups["names"].Value)
                .Select(name => $"There is no setting '{name.Groups["name"].Value}' where it stands.")];
        if (Unconvertible().Match(message) is { Success: true } wrong)
            return [$"{wrong.Groups["name"].Value} is '{wrong.Groups["value"].Value}': give {Expected(wrong.Groups["type"].Value)}."];
        return [message];
    }

    private static string Expected(string type) => type switch
    {
        nameof(Boolean) => "true or false",
        nameof(TimeSpan) => "a time as hours:minutes:seconds, such as 00:15:00",
        nameof(Int32) or nameof(Int64) => "a whole number",
        nameof(Double) => "a number",
        nameof(Uri) => "a URL",
        nameof(RemoteTranslatorKind) => $"any of {string.Join(", ", Enum.GetNames<RemoteTranslatorKind>())}",
        nameof(ServerRole) => "any of all, api, worker",
        nameof(LogLevel) => $"any of {string.Join(", ", Enum.GetNames<LogLevel>())}",
        _ => "another value",
    };

    private static IEnumerable<string> DurationsOf(Type type, string prefix, IConfiguration settings)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var underlying = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var name = $"{prefix}{property.Name}";
            if (underlying == typeof(TimeSpan)) yield return name;
            else if (IsSection(underlying))
                foreach (var within in DurationsOf(underlying, $"{name}:", settings)) yield return within;
            else if (underlying.GenericTypeArguments.LastOrDefault() is { } item && IsSection(item))
                foreach (var child in settings.GetSection(name).GetChildren())
                    foreach (var within in DurationsOf(item, $"{name}:{child.Key}:", settings)) yield return within;
        }
    }

    // A class of this program's, the options of remote translators included; not a text, a list or an address.
    private static bool IsSection(Type type)
        => type.IsClass && type.Namespace?.StartsWith(nameof(Hansard), StringComparison.Ordinal) == true;

    [GeneratedRegex(@"properties were not found on the instance of \S+: (?<names>.+)$", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?:Hansard:)?(?<name>\S+)' to type '[\w.]*?(?<type>\w+)'")]
    private static partial Regex Unconvertible();
}
