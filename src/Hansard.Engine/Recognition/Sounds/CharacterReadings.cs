using System.IO.Compression;
using System.Text;

namespace Hansard.Engine.Recognition.Sounds;

/// <summary>
/// Readings of Chinese characters, in Mandarin and in Japanese, from <c>Characters/</c>; each language's are read when they are first used.
/// </summary>
internal sealed class CharacterReadings
{
    private static readonly Dictionary<string, Lazy<CharacterReadings>> Languages =
        new[] { "zh", "ja" }.ToDictionary(l => l, l => new Lazy<CharacterReadings>(() => new CharacterReadings(l)));

    private readonly Dictionary<char, string[]> _readings = [];

    private CharacterReadings(string language)
    {
        var name = $"Hansard.Engine.Recognition.Sounds.{language}.txt.gz";
        using var packed = typeof(CharacterReadings).Assembly.GetManifestResourceStream(name)!;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked, Encoding.UTF8);
        while (reader.ReadLine() is { } line) _readings[line[0]] = line[2..].Split(' ');
    }

    /// <summary>The readings of a language; null if it writes no such characters.</summary>
    public static CharacterReadings? Of(string language) => Languages.TryGetValue(language, out var readings) ? readings.Value : null;

    /// <summary>Readings of a character, the most usual first: pinyin without tones, or katakana.</summary>
    /// <param name="character">Of any script.</param>
    /// <returns>None if it is not in the table.</returns>
    public string[] Find(char character) => _readings.GetValueOrDefault(character, []);
}
