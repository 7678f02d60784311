using System.Collections.Frozen;

namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Phrases that Whisper writes over noise, music and silence, by language.</summary>
/// <remarks>
/// They are said too, so that a text is only looked at more closely for being one of them. <c>phrases.txt</c> has a line for each language,
/// its code first, and names its sources.
/// </remarks>
internal static class NoisePhrases
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Phrases = Load();

    /// <summary>Languages that have phrases.</summary>
    public static IReadOnlyCollection<string> Languages => Phrases.Keys;

    /// <summary>Determines whether a text is such a phrase, once or over and over.</summary>
    /// <param name="text">Of a window; case and marks count for nothing.</param>
    /// <param name="language">Of the text.</param>
    public static bool Contains(string text, string language)
        => Phrases.GetValueOrDefault(language) is { } phrases && Plain(text) is { Length: > 0 } plain
            && phrases.Any(phrase => plain.Replace(phrase, "", StringComparison.Ordinal).Length == 0);

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        using var stream = typeof(NoisePhrases).Assembly.GetManifestResourceStream("Hansard.Engine.Recognition.Whisper.Noise.phrases.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(':', 2))
            .ToFrozenDictionary(line => line[0], line => line[1].Split('|').Select(Plain).ToFrozenSet(), StringComparer.Ordinal);
    }

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
