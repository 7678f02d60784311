using System.Buffers;
using System.Text;

namespace Hansard.Engine.Recognition.Languages.Chinese;

/// <summary>A dictionary of OpenCC: phrases, and characters for what no phrase has.</summary>
/// <remarks>
/// Every entry becomes as many characters as it has, so that the text before and after a conversion can be laid over each other.
/// </remarks>
internal sealed class ChineseDictionary
{
    private const string Comment = "#";

    private readonly Dictionary<string, string> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<Rune, Rune[]> _characters = [];
    private readonly int _longest;

    private ChineseDictionary(IEnumerable<string> phrases, string characters, ChineseDictionary? except)
    {
        _lookup = _phrases.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var entry in phrases.SelectMany(Read))
        {
            _phrases.TryAdd(entry.Key, entry.Forms[0]);
            _longest = Math.Max(_longest, entry.Key.Length);
        }
        foreach (var entry in Read(characters))
        {
            var character = Rune.GetRuneAt(entry.Key, 0);
            if (except is not null && !except.FormsOf(character).IsEmpty) continue;
            _characters.TryAdd(character, [.. entry.Forms.Select(form => Rune.GetRuneAt(form, 0))]);
        }
    }

    /// <summary>Reads a dictionary.</summary>
    /// <param name="phrases">Files of phrases, without extension; the first that has a phrase decides.</param>
    /// <param name="characters">The file of characters.</param>
    /// <param name="except">Characters that this one converts are left out; null: none.</param>
    public static ChineseDictionary Load(IEnumerable<string> phrases, string characters, ChineseDictionary? except = null)
        => new(phrases, characters, except);

    /// <summary>Entries of a file, in order.</summary>
    /// <param name="file">Its name, without extension.</param>
    /// <exception cref="InvalidDataException">A line is no entry, or changes the number of characters.</exception>
    internal static IEnumerable<Entry> Read(string file)
    {
        var resource = $"{typeof(ChineseDictionary).Namespace}.OpenCC.{file}.txt";
        using var stream = typeof(ChineseDictionary).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line.StartsWith(Comment, StringComparison.Ordinal)) continue;
            var forms = line.Split('\t') is [{ Length: > 0 } key, { } value] ? new Entry(key, value.Split(' ')) : null;
            if (forms is null || forms.Forms.Any(form => Count(form) != Count(forms.Key)))
            {
                throw new InvalidDataException(
                    $"Line {number} of the dictionary {file} has to be a key, a tab and forms of as many characters.");
            }
            yield return forms;
        }
    }

    /// <summary>Finds the longest phrase that a text begins with.</summary>
    /// <returns>What it becomes; null if there is none. It is as long as the phrase in characters, and maybe not in UTF-16.</returns>
    public string? LongestPhrase(ReadOnlySpan<char> text, out int length)
    {
        for (length = Math.Min(_longest, text.Length); length > 0; length--)
            if (_lookup.TryGetValue(text[..length], out var phrase)) return phrase;
        return null;
    }

    /// <summary>Finds the forms of a character, the usual one first; empty if it stays as it is.</summary>
    public ReadOnlySpan<Rune> FormsOf(Rune character) => _characters.GetValueOrDefault(character);

    /// <summary>Converts a character by itself.</summary>
    public Rune Convert(Rune character) => FormsOf(character) is [var usual, ..] ? usual : character;

    /// <summary>Converts a text: at each place the longest phrase, or else the character.</summary>
    /// <remarks>Maximum forward matching over phrases first, then characters, is OpenCC's algorithm (github.com/BYVoid/OpenCC).</remarks>
    public string Convert(ReadOnlySpan<char> text)
    {
        var converted = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (LongestPhrase(text, out var length) is { } phrase) converted.Append(phrase);
            else if (Rune.DecodeFromUtf16(text, out var rune, out length) is OperationStatus.Done)
                converted.Append(Convert(rune));
            else converted.Append(text[..length]);
            text = text[length..];
        }
        return converted.ToString();
    }

    private static int Count(string text) => text.EnumerateRunes().Count();

    /// <summary>An entry of a dictionary.</summary>
    /// <param name="Key">A phrase or a character.</param>
    /// <param name="Forms">What it may become, the usual one first.</param>
    internal sealed record Entry(string Key, string[] Forms);
}
