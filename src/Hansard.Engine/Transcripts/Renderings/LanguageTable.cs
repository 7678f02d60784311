using System.Collections.Frozen;

namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>The words of a language that renderings are made by: a file of sections, each of phrases with or without a value.</summary>
/// <remarks>
/// <c>filler</c> is left out everywhere, <c>aside</c> between two commas, <c>opener</c> also at the start of a sentence; <c>repeat</c> are
/// words that nobody says twice on purpose, <c>suspended</c> those before which half a word stands ("Vor- und Nachteile"), <c>common</c>
/// the frequent ones, by which also a language is told. <c>number</c>, <c>repeater</c>, <c>glue</c> and <c>plus</c> make up spoken
/// numbers, <c>magnitude</c> and <c>unit</c> say that a number is a quantity; <c>phone</c> are patterns of telephone numbers and
/// <c>context</c> the kind of a number by words near it, with the fewest figures. <c>email-…</c> are what signs of addresses are called,
/// <c>address</c> is the order of the parts of a street address, which the sections beside it name.
/// </remarks>
internal sealed class LanguageTable
{
    // Share of frequent words from which a text is taken to be of a language: in real ones of five languages it is 0.3 to 0.6, in those of
    // others below 0.15.
    private const double LeastCommon = 0.2;

    private static readonly FrozenDictionary<string, LanguageTable> Tables = new[] { "en", "es", "pt", "de", "fr" }
        .ToFrozenDictionary(code => code, code => new LanguageTable(code));

    private readonly Dictionary<string, PhraseList> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KeyValuePair<string, string>>> _entries = new(StringComparer.Ordinal);

    private LanguageTable(string code)
    {
        using var stream = typeof(LanguageTable).Assembly.GetManifestResourceStream($"{typeof(LanguageTable).Namespace}.{code}.txt")!;
        using var reader = new StreamReader(stream);
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[' && line[^1] == ']') Begin(section = line[1..^1]);
            else if (section is "phone" or "context" or "address" or "postcode") Keep(section, line);
            else if (line.Contains('\t')) _sections[section].Add(line[..line.IndexOf('\t')], line[(line.IndexOf('\t') + 1)..]);
            else foreach (var word in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                _sections[section].Add(word, "");
                _entries[section].Add(new("", word));
            }
        }
    }

    /// <summary>Table of what is the same in every language.</summary>
    public static LanguageTable Shared { get; } = new("shared");

    /// <summary>A section.</summary>
    public PhraseList this[string section] => _sections.GetValueOrDefault(section) ?? Empty;

    private static PhraseList Empty { get; } = new();

    /// <summary>The table of a language.</summary>
    /// <param name="code">ISO 639-1; null: not known.</param>
    /// <returns>Null where there is none.</returns>
    public static LanguageTable? Find(string? code) => code is null ? null : Tables.GetValueOrDefault(code);

    /// <summary>Judges by its frequent words which language a text is of.</summary>
    /// <returns>Null if it is of none that there is a table of.</returns>
    public static LanguageTable? Guess(string text)
    {
        string[] words = [.. SpokenText.Of(text).Atoms.Where(atom => atom.Kind is AtomKind.Word).Select(atom => atom.Text)];
        if (words.Length == 0) return null;
        var best = Tables.Values.MaxBy(Share)!;
        return Share(best) >= LeastCommon ? best : null;

        double Share(LanguageTable table) => words.Count(table["common"].Contains) / (double)words.Length;
    }

    /// <summary>The lines of a section of patterns, each with its kind before the tab; empty if it has none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Lines(string section) => _entries.GetValueOrDefault(section) ?? [];

    /// <summary>The words of a section as its file has them; empty if it has none.</summary>
    public IReadOnlyList<string> WordsOf(string section) => [.. (_entries.GetValueOrDefault(section) ?? []).Select(entry => entry.Value)];

    private void Begin(string section)
    {
        _sections.TryAdd(section, new PhraseList());
        _entries.TryAdd(section, []);
    }

    private void Keep(string section, string line)
    {
        var tab = line.IndexOf('\t');
        _entries[section].Add(tab < 0 ? new("", line) : new(line[..tab], line[(tab + 1)..]));
    }
}
