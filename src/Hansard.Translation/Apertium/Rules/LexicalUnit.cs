using System.Text.RegularExpressions;

namespace Hansard.Translation.Apertium.Rules;

/// <summary>A word as Apertium's tagger understood it: <c>^ver&lt;vblex&gt;&lt;inf&gt;$</c>.</summary>
/// <param name="Lemma">
/// The dictionary's form, with the capitals of the text; <c>*</c> and the word itself where the dictionary has none. Escaped as in the
/// stream.
/// </param>
/// <param name="Tags">Part of speech and inflection, as in <c>&lt;vblex&gt;&lt;inf&gt;</c>.</param>
/// <param name="Blank">What stands between it and the next word.</param>
internal sealed partial record LexicalUnit(string Lemma, string Tags, string Blank)
{
    /// <summary>A word that the dictionary does not have. Apertium copies it.</summary>
    public bool IsUnknown => Lemma.StartsWith('*');

    /// <summary>A mark that ends a sentence or a clause, or opens a question.</summary>
    public bool IsMark => Has("sent") || Has("cm") || Has("lquest");

    /// <summary>The word begins with a capital.</summary>
    public bool IsCapital => Lemma.Length > Start && char.IsUpper(Lemma[Start]);

    private int Start => IsUnknown ? 1 : 0;

    /// <summary>The words in a piece of Apertium's stream.</summary>
    public static List<LexicalUnit> ParseAll(string stream)
        => [.. Units()
            .Matches(stream).Select(u => new LexicalUnit(u.Groups["lemma"].Value, u.Groups["tags"].Value, u.Groups["blank"].Value))];

    /// <summary>True if it has a tag.</summary>
    public bool Has(string tag) => Tags.Contains($"<{tag}>", StringComparison.Ordinal);

    /// <summary>The word as a form of another, with its capital; without tags where that is to be copied.</summary>
    public LexicalUnit As(string lemma)
    {
        var other = new LexicalUnit(lemma, lemma.StartsWith('*') ? "" : Tags, Blank);
        return IsCapital ? other.Raised() : other;
    }

    /// <summary>The word with a capital.</summary>
    public LexicalUnit Raised() => Recased(char.ToUpperInvariant);

    /// <summary>The word without a capital.</summary>
    public LexicalUnit Lowered() => Recased(char.ToLowerInvariant);

    /// <summary>As in Apertium's stream.</summary>
    public override string ToString() => $"^{Lemma}{Tags}${Blank}";

    private LexicalUnit Recased(Func<char, char> change)
        => Lemma.Length <= Start ? this : this with { Lemma = $"{Lemma[..Start]}{change(Lemma[Start])}{Lemma[(Start + 1)..]}" };

    [GeneratedRegex(@"\^(?<lemma>(?:[^<$^\\]|\\.)*)(?<tags>(?:<[^>]*>)*)\$(?<blank>(?:[^\^$\\]|\\.)*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Units();
}
