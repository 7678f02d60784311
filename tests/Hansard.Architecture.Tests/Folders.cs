namespace Hansard.Architecture.Tests;

/// <summary>Folders by the names of types.</summary>
internal static class Folders
{
    /// <summary>What lies in an assembly's own namespace.</summary>
    public const string Root = "(root)";

    /// <summary>The first part of a type's namespace below a root.</summary>
    /// <param name="type">Full name.</param>
    /// <param name="root">The assembly's own namespace.</param>
    public static string? Top(string type, string root)
    {
        if (!type.StartsWith($"{root}.", StringComparison.Ordinal)) return null;
        var parts = type[(root.Length + 1)..].Split('.');
        return parts.Length == 1 ? Root : parts[0];
    }
}
