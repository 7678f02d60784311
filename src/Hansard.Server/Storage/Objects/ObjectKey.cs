using System.Text.RegularExpressions;

namespace Hansard.Server.Storage.Objects;

/// <summary>Names of objects in a place that several servers share.</summary>
internal static partial class ObjectKey
{
    /// <summary>Refuses what could lead out of the place, or could not be a path on every system.</summary>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Checked(string key) => Pattern().IsMatch(key)
        ? key
        : throw new ArgumentException($"'{key}' is not a key of an object.", nameof(key));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9-]*)*$")]
    private static partial Regex Pattern();
}
