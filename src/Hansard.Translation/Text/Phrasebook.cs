using System.Reflection;

namespace Hansard.Translation.Text;

/// <summary>Fixed translations of short utterances: greetings, thanks, yes and no.</summary>
internal sealed class Phrasebook
{
    // Somebody wrote these: as sure as a translation can be.
    private const double Confidence = 0.99;
    private static readonly Lazy<Dictionary<string, Phrasebook>> Books = new(Read);
    private readonly Dictionary<string, string> _phrases = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The phrases of a pair; empty if there are none.</summary>
    public static Phrasebook Of(LanguagePair pair) => Books.Value.TryGetValue(pair.ToString(), out var book) ? book : new Phrasebook();

    /// <summary>
    /// The translation of a sentence that is one of the phrases, or several between commas ("Hey, how are you?"), with its case and its
    /// end; otherwise null.
    /// </summary>
    public TranslatedSentence? Find(string sentence, LanguagePair pair)
    {
        var text = sentence.Trim().Replace('’', '\'');
        if (Phrase(text, pair) is { } whole) return new TranslatedSentence(whole, Confidence);
        string?[] parts = [.. text.Split(", ").Select(part => Phrase(part, pair))];
        return parts.Length > 1
            && parts.All(part => part is not null) ? new TranslatedSentence(string.Join(", ", parts), Confidence) : null;
    }

    private string? Phrase(string text, LanguagePair pair)
    {
        var core = text.TrimEnd('.', '!', '?', ',', ';', ':', '…').TrimStart('¿', '¡');
        if (core.Length == 0 || !_phrases.TryGetValue(core, out var phrase)) return null;
        var end = text[(text.LastIndexOf(core, StringComparison.Ordinal) + core.Length)..];
        if (core.Length > 2 && !core.Any(char.IsLower) && core.Any(char.IsUpper)) phrase = phrase.ToUpperInvariant();
        else if (char.IsUpper(core[0])) phrase = char.ToUpperInvariant(phrase[0]) + phrase[1..];
        else if (pair.Target == "en" && phrase.StartsWith("i'", StringComparison.Ordinal)) phrase = "I" + phrase[1..];
        if (pair.Target == "en") phrase = phrase.Replace(" i ", " I ", StringComparison.Ordinal);
        if (pair.Target == "es")
            phrase = (end.Contains('?', StringComparison.Ordinal) ? "¿" : end.Contains('!', StringComparison.Ordinal) ? "¡" : "") + phrase;
        return phrase + end;
    }

    private static Dictionary<string, Phrasebook> Read()
    {
        var books = new Dictionary<string, Phrasebook>(StringComparer.Ordinal);
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Hansard.Translation.Text.phrases.tsv")
            ?? throw new InvalidOperationException("The phrasebook is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var fields = line.Split('\t');
            if (!books.TryGetValue(fields[0], out var book)) books[fields[0]] = book = new Phrasebook();
            book._phrases[fields[1]] = fields[2];
        }

        return books;
    }
}
