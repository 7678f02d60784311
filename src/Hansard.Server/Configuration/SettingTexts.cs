using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Hansard.Server.Configuration;

/// <summary>Refuses what cannot be told from the options any more once they are bound, and says it in words of the configuration.</summary>
internal static partial class SettingTexts
{
    /// <summary>Finds durations that are written as a bare number, which .NET takes for days.</summary>
    /// <param name="settings">Settings by their names.</param>
    /// <returns>A sentence for each.</returns>
    public static IReadOnlyList<string> BareDurations(IConfiguration settings)
        => [.. from name in DurationsOf(typeof(HansardServerOptions), "")
            let text = settings[name]
            where text is { Length: > 0 } && double.TryParse(text, out _)
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
        _ => "another value",
    };

    private static IEnumerable<string> DurationsOf(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var underlying = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (underlying == typeof(TimeSpan)) yield return $"{prefix}{property.Name}";
            else if (underlying.Namespace == type.Namespace && underlying.IsClass)
                foreach (var name in DurationsOf(underlying, $"{prefix}{property.Name}:")) yield return name;
        }
    }

    [GeneratedRegex(@"properties were not found on the instance of \S+: (?<names>.+)$", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^Failed to convert configuration value '(?<value>.*)' at '(?:Hansard:)?(?<name>\S+)' to type 'System\.(?<type>\w+)'")]
    private static partial Regex Unconvertible();
}
