using Hansard.Engine.Transcripts.Renderings;

namespace Hansard.Server.Exports;

/// <summary>Names of what a transcript does not show, over HTTP and on the command line.</summary>
internal static class RedactionNames
{
    /// <summary>Everything that can be redacted.</summary>
    public const string Everything = "true";

    /// <summary>Nothing is redacted.</summary>
    public const string Nothing = "false";

    /// <summary>Names of the kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. RenderingOptions.AllKinds.Select(RenderingOptions.NameOf)];

    /// <summary>Reads kinds with commas between, <see cref="Everything"/> or <see cref="Nothing"/>.</summary>
    /// <param name="text">The names; empty: nothing.</param>
    /// <returns>Null where a name is wrong.</returns>
    public static IReadOnlyList<SensitiveKind>? Read(string text)
    {
        if (text is "" or Nothing) return [];
        if (text is Everything) return RenderingOptions.AllKinds;
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(name => Kinds.Contains(name, StringComparer.OrdinalIgnoreCase))
            ? [.. names.Select(name => Enum.Parse<SensitiveKind>(name, ignoreCase: true)).Distinct()]
            : null;
    }
}
