using Hansard.Engine.Translation.Apertium.Lexical;
using Hansard.Engine.Translation.Terms;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// Words that Apertium's dictionary lacks: from a list, else respelt, as Spanish and Portuguese have most words in common ("vacinação",
/// "vacunación"). Names are copied.
/// </summary>
internal sealed class UnknownWords
{
    // Endings of Portuguese and Spanish verbs in -ar.
    private static readonly (string Portuguese, string Spanish)[] VerbEndings =
    [
        ("ar", "ar"), ("ando", "ando"), ("ado", "ado"), ("ada", "ada"), ("ados", "ados"), ("adas", "adas"), ("o", "o"), ("as", "as"), ("a", "a"), ("amos", "amos"),
        ("am", "an"), ("ei", "é"), ("ou", "ó"), ("aram", "aron"), ("ava", "aba"), ("ávamos", "ábamos"), ("avam", "aban"), ("arei", "aré"), ("ará", "ará"),
        ("aremos", "aremos"), ("arão", "arán"), ("aria", "aría"), ("ariam", "arían"), ("e", "e"), ("em", "en"), ("emos", "emos"),
    ];

    private static readonly (string Portuguese, string Spanish)[] Endings =
    [
        ("ções", "ciones"), ("ção", "ción"), ("sões", "siones"), ("são", "sión"), ("ão", "ón"), ("ões", "ones"), ("dades", "dades"), ("dade", "dad"), ("agens", "ajes"),
        ("agem", "aje"), ("áveis", "ables"), ("ável", "able"), ("íveis", "ibles"), ("ível", "ible"), ("eiro", "ero"), ("eira", "era"), ("eiros", "eros"), ("eiras", "eras"),
        ("ência", "encia"), ("ências", "encias"), ("ância", "ancia"), ("âncias", "ancias"), ("ário", "ario"), ("ária", "aria"), ("ários", "arios"), ("árias", "arias"),
        ("ório", "orio"), ("ória", "oria"), ("órios", "orios"), ("órias", "orias"), ("aram", "aron"), ("avam", "aban"), ("ava", "aba"), ("ou", "ó"),
    ];

    private readonly bool _toSpanish;
    private readonly Dictionary<string, string> _words;
    private readonly (string Stem, string Other)[] _stems;

    /// <param name="pair">pt-es or es-pt.</param>
    public UnknownWords(string pair)
    {
        _toSpanish = pair == "pt-es";
        var lines = WordList.Read("words.tsv", pair).ToList();
        _words = lines.Where(l => !l[0].EndsWith('-')).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        _stems = [.. lines.Where(l => l[0].EndsWith('-')).Select(l => (l[0][..^1], l[1][..^1]))];
    }

    /// <summary>Translates the unknown words of a sentence.</summary>
    /// <param name="sentence">It is changed.</param>
    /// <param name="standIns">Where given, nouns that others are to agree with are replaced by these.</param>
    public void Apply(LexicalSentence sentence, StandIns? standIns)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            if (!sentence[i].IsUnknown) continue;
            var word = sentence[i].Lemma[1..];
            // "checá-lo": an infinitive, whose r is not written before the pronoun.
            if (_toSpanish && sentence[i + 1].Before == "-" && sentence[i + 1].Is("*lo", "*la", "*los", "*las") && word.EndsWith('á'))
            {
                sentence[i] = sentence[i] with { Lemma = $"*{Translate(word[..^1] + "ar")}{sentence[i + 1].Lemma[1..]}" };
                sentence.RemoveAt(i + 1);
                continue;
            }

            var first = i == 0 && char.IsUpper(word[0]) && word.Skip(1).All(char.IsLower) && !sentence[1].IsUnknown;
            if (first) word = char.ToLowerInvariant(word[0]) + word[1..];
            var other = Translate(word);
            sentence[i] = sentence[i] with { Lemma = "*" + (first ? char.ToUpperInvariant(other[0]) + other[1..] : other) };
            // "Ruim" has one form, "malo" two.
            if (standIns is not null && !first) Agree(sentence, i, standIns);
            // "Ruim" has one form, "malo" two.
            if (word == "ruim" && sentence.FollowsFeminine(i)) sentence[i] = sentence[i] with { Lemma = "*mala" };
        }
    }

    private static void Agree(LexicalSentence sentence, int i, StandIns standIns)
    {
        var word = sentence[i].Lemma[1..];
        if (Placeholders.Contains(word) || !word.All(char.IsLetter)) return;
        var first = i;
        while (sentence[first - 1].Has("adj") || sentence[first - 1].Is("próximo", "último", "primeiro", "segundo")) first--;
        var determiner = sentence[first - 1];
        if (!determiner.Has("det") || sentence[first - 2].Is("estar")) return;
        if (char.IsUpper(word[0]))
        {
            // A name keeps its capitals: only the article is told.
            if (SpanishGender.Of(word) is { } known) sentence[first - 1] = determiner.With("m", known).With("f", known);
            return;
        }

        var number = determiner.Has("pl") ? "pl" : "sg";
        var gender = SpanishGender.Of(word) ?? (determiner.Has("f") ? "f" : "m");
        if (standIns.For(sentence, word, gender, number) is not { } noun) return;
        sentence[i] = noun with { Before = sentence[i].Before };
        for (var j = first - 1; j < i; j++)
        {
            if (!sentence[j].Has("det") && !sentence[j].Has("adj")) sentence[j] = sentence[j] with { Tags = $"<adj><{gender}><{number}>" };
            sentence[j] = sentence[j].With("m", gender).With("f", gender);
        }
    }

    private string Translate(string word)
    {
        if ((Listed(word) ?? Verb(word)) is { } listed) return char.IsUpper(word[0]) ? char.ToUpperInvariant(listed[0]) + listed[1..] : listed;
        if (word.Any(char.IsUpper) || word.Length < 5 || !word.All(char.IsLetter)) return word;
        foreach (var (portuguese, spanish) in Endings)
        {
            var (from, to) = _toSpanish ? (portuguese, spanish) : (spanish, portuguese);
            if (!word.EndsWith(from, StringComparison.Ordinal)) continue;
            word = word[..^from.Length] + to;
            break;
        }

        return _toSpanish
            ? word.Replace("nh", "ñ", StringComparison.Ordinal).Replace("ss", "s", StringComparison.Ordinal).Replace('ê', 'é').Replace('ô', 'ó').Replace('â', 'á')
            : word.Replace("ñ", "nh", StringComparison.Ordinal);
    }

    private string? Listed(string word)
    {
        if (_words.TryGetValue(word, out var other)) return other;
        foreach (var one in Singulars(word))
            if (_words.TryGetValue(one, out other)) return Plural(other);
        return word.EndsWith('a') && _words.TryGetValue(word[..^1] + "o", out var masculine) && masculine.EndsWith('o') ? masculine[..^1] + "a" : null;
    }

    private static IEnumerable<string> Singulars(string word)
    {
        if (!word.EndsWith('s')) yield break;
        yield return word[..^1];
        if (word.EndsWith("ões", StringComparison.Ordinal)) yield return word[..^3] + "ão";
        else if (word.EndsWith("ns", StringComparison.Ordinal)) yield return word[..^2] + "m";
        else if (word.EndsWith("es", StringComparison.Ordinal)) yield return word[..^2];
    }

    private string? Verb(string word)
    {
        foreach (var (stem, other) in _stems)
        {
            if (!word.StartsWith(stem, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var (portuguese, spanish) in VerbEndings)
                if (word.AsSpan(stem.Length).SequenceEqual(_toSpanish ? portuguese : spanish)) return other + (_toSpanish ? spanish : portuguese);
        }

        return null;
    }

    private string Plural(string word) => _toSpanish ? SpanishPlural(word) : word switch
    {
        [.., 's'] => word,
        [.. var stem, 'm'] => stem + "ns",
        [.. var stem, 'ã', 'o'] => stem + "ões",
        [.., 'r'] => word + "es",
        _ => word + "s",
    };

    /// <summary>The plural of a Spanish noun.</summary>
    public static string SpanishPlural(string word) => word switch
    {
        [.., 's'] => word,
        [.. var stem, 'z'] => stem + "ces",
        [.. var stem, 'ó', 'n'] => stem + "ones",
        [.. var stem, 'á', 'n'] => stem + "anes",
        [.., 'a' or 'e' or 'i' or 'o' or 'u' or 'á' or 'é' or 'ó'] => word + "s",
        _ => word + "es",
    };
}
