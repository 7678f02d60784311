using Hansard.Engine.Translation.Apertium.Lexical;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>
/// Words of the source language that Apertium's dictionary renders in a sense that is rare in speech, each with a synonym that it renders as
/// meant: Portuguese "brincar" is not "juguetear", so it is said as "jogar".
/// </summary>
internal sealed class LemmaChoices(string pair)
{
    private readonly Dictionary<(string Lemma, string Tag), string> _choices = WordList.Read("lemmas.tsv", pair).ToDictionary(f => (f[0], f[1]), f => f[2]);

    /// <summary>The word that is said for another; null if that is rendered well.</summary>
    public LexicalUnit? Find(LexicalUnit unit)
    {
        var end = unit.Tags.IndexOf('>', StringComparison.Ordinal);
        if (end < 0 || !_choices.TryGetValue((unit.Lemma.ToLowerInvariant(), unit.Tags[1..end]), out var other)) return null;
        return other.StartsWith('*') ? unit with { Lemma = unit.Has("pl") ? UnknownWords.SpanishPlural(other) : other, Tags = "" } : unit.As(other);
    }
}
