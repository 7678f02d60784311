using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hansard.Server.Configuration;

/// <summary>Tells which environment variables look like settings and set nothing.</summary>
internal static partial class EnvironmentSettings
{
    /// <summary>The beginning of every variable that is a setting.</summary>
    public const string Prefix = "HANSARD_";

    private const string Item = "0";
    private const int MaximumLength = 200;

    // Of the engine, the client commands, the script and the tests.
    private static readonly string[] Others =
    [
        "HANSARD_URL", "HANSARD_KEY", "HANSARD_NO_INSTALL", "HANSARD_APERTIUM_MODES", "HANSARD_TEST_TIMEOUT", "HANSARD_TESTS_REQUIRE_TOOLS",
        "HANSARD_WEB_OUT", "HANSARD_CLIPS", "HANSARD_KILLS", "HANSARD_PICTURES", "HANSARD_INSTRUCTIONS",
    ];

    // With two underscores between sections and one between words.
    private static readonly string[] Names = [.. NamesOf(typeof(HansardServerOptions), Prefix)];

    /// <summary>Finds them. Values, which may be secrets, are not told.</summary>
    /// <returns>A sentence for each, by the alphabet.</returns>
    public static IReadOnlyList<string> FindUnknown(IDictionary environment)
        =>
        [
            .. from name in environment.Keys.OfType<string>()
               where name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !IsKnown(name)
               orderby name
               select $"The environment variable {name} sets nothing: {Hint(name)}",
        ];

    private static bool IsKnown(string name)
        => Others.Contains(name, StringComparer.OrdinalIgnoreCase)
            || OfOrchestrator().IsMatch(name)
            || IsSetting(typeof(HansardServerOptions), name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal).Split(':'));

    private static bool IsSetting(Type type, ReadOnlySpan<string> path)
    {
        if (path.Length == 0) return !IsSection(type) && (ItemOf(type) is not { } items || !IsSection(items));
        if (ItemOf(type) is { } item) return (IsByName(type) || int.TryParse(path[0], out _)) && IsSetting(item, path[1..]);
        if (!IsSection(type)) return false;
        var name = path[0].Replace("_", "", StringComparison.Ordinal);
        var property = Properties(type).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return property is not null && IsSetting(Underlying(property), path[1..]);
    }

    private static IEnumerable<string> NamesOf(Type type, string prefix)
    {
        foreach (var property in Properties(type))
        {
            var name = prefix + Words().Replace(property.Name, "_").ToUpperInvariant();
            var inner = Underlying(property);
            if (IsSection(inner))
                foreach (var within in NamesOf(inner, $"{name}__")) yield return within;
            else if (ItemOf(inner) is { } item && IsSection(item))
                foreach (var within in NamesOf(item, $"{name}__{(IsByName(inner) ? "NAME" : Item)}__")) yield return within;
            else
                yield return name;
        }
    }

    private static string Hint(string name)
    {
        var written = name.ToUpperInvariant();
        var nearest = written.Length > MaximumLength ? null : Names.MinBy(known => Distance(written, known));
        return nearest is not null && Distance(written, nearest) <= Math.Max(2, (written.Length - Prefix.Length) / 3)
            ? $"did you mean {nearest}?"
            : "docs/configuration.md has the names of all settings.";
    }

    // Levenshtein's: letters that are added, left out or changed.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }

    private static PropertyInfo[] Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static Type Underlying(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static Type? ItemOf(Type type) => type.IsGenericType ? type.GenericTypeArguments[^1] : null;

    private static bool IsByName(Type type) => type.GenericTypeArguments.Length == 2;

    private static bool IsSection(Type type)
        => type.IsClass && type.Namespace?.StartsWith(nameof(Hansard), StringComparison.Ordinal) == true;

    // Where a Kubernetes service or a linked container is called hansard, it is announced so.
    [GeneratedRegex(@"^HANSARD_(SERVICE_(HOST|PORT)\w*|PORT_\d+_(TCP|UDP)\w*|ENV_\w+|NAME)$", RegexOptions.IgnoreCase)]
    private static partial Regex OfOrchestrator();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Words();
}
