using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// Nouns that Apertium knows, in the places of nouns that it does not, so that it makes the words around them agree: "o próximo revisión" goes
/// through as "a próxima zebra" and comes out as "la próxima revisión". Merely calling the unknown word a noun will not do: transfer then takes over
/// the gender that its last sentence left behind.
/// </summary>
internal sealed class StandIns
{
    // Animals that recordings seldom speak of: Portuguese, Spanish, Spanish plural.
    private static readonly (string Lemma, string Singular, string Plural)[] Masculine = [("camelo", "camello", "camellos"), ("tigre", "tigre", "tigres"), ("lobo", "lobo", "lobos")];
    private static readonly (string Lemma, string Singular, string Plural)[] Feminine = [("zebra", "cebra", "cebras"), ("pantera", "pantera", "panteras"), ("baleia", "ballena", "ballenas")];
    private readonly List<(string Spanish, string Word)> _used = [];

    /// <summary>A noun for a word.</summary>
    /// <param name="sentence">In which it is to stand.</param>
    /// <param name="word">The word, as it is to be written in Spanish.</param>
    /// <param name="gender">f or m.</param>
    /// <param name="number">sg or pl.</param>
    /// <returns>Null if there are none left.</returns>
    public LexicalUnit? For(LexicalSentence sentence, string word, string gender, string number)
    {
        foreach (var (lemma, singular, plural) in gender == "f" ? Feminine : Masculine)
        {
            if (_used.Exists(u => u.Spanish == singular || u.Spanish == plural) || sentence.Contains(lemma)) continue;
            _used.Add((number == "pl" ? plural : singular, word));
            return new LexicalUnit(lemma, $"<n><{gender}><{number}>");
        }

        return null;
    }

    /// <summary>Puts the words back into the translation.</summary>
    /// <returns>Null if a noun is not where it should be.</returns>
    public string? Resolve(string translation)
    {
        foreach (var (spanish, word) in _used)
        {
            var at = translation.IndexOf(spanish, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || translation.IndexOf(spanish, at + 1, StringComparison.OrdinalIgnoreCase) >= 0) return null;
            var written = char.IsUpper(translation[at]) ? char.ToUpperInvariant(word[0]) + word[1..] : word;
            translation = string.Concat(translation.AsSpan(0, at), written, translation.AsSpan(at + spanish.Length));
        }

        return translation;
    }
}
