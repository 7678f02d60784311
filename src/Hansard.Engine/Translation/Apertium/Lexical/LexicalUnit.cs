namespace Hansard.Engine.Translation.Apertium.Lexical;

/// <summary>A word as Apertium's tagger understood it: <c>^ver&lt;vblex&gt;&lt;inf&gt;$</c>.</summary>
/// <param name="Before">What stands between it and the word before.</param>
/// <param name="Lemma">The dictionary's form, with the capitals of the text; <c>*</c> and the word itself where the dictionary has none. Escaped as in the stream.</param>
/// <param name="Tags">Part of speech and inflection, as in <c>&lt;vblex&gt;&lt;inf&gt;</c>.</param>
internal sealed record LexicalUnit(string Before, string Lemma, string Tags)
{
    private static readonly string[] FiniteTags = ["pri", "pii", "ifi", "fti", "cni", "prs", "pis", "fts", "imp", "pmp"];

    /// <summary>A word to be put into a sentence.</summary>
    public LexicalUnit(string lemma, string tags)
        : this(" ", lemma, tags)
    {
    }

    /// <summary>A word that the dictionary does not have. Apertium copies it.</summary>
    public bool IsUnknown => Lemma.StartsWith('*');

    /// <summary>A verb with a person: not an infinitive, gerund or participle.</summary>
    public bool IsFinite => IsVerb && Array.Exists(FiniteTags, Has);

    /// <summary>Any form of a verb.</summary>
    public bool IsVerb => Tags.StartsWith("<vb", StringComparison.Ordinal);

    /// <summary>A mark that ends a sentence or a clause, or opens a question.</summary>
    public bool IsMark => Has("sent") || Has("cm") || Has("lquest");

    /// <summary>Whether it has a tag.</summary>
    public bool Has(string tag) => Tags.Contains($"<{tag}>", StringComparison.Ordinal);

    /// <summary>Whether it is a form of one of these words.</summary>
    public bool Is(params ReadOnlySpan<string> lemmas)
    {
        foreach (var lemma in lemmas)
            if (Lemma.Equals(lemma, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>The word with one tag exchanged for another; itself where it lacks it.</summary>
    public LexicalUnit With(string tag, string other) => this with { Tags = Tags.Replace($"<{tag}>", $"<{other}>", StringComparison.Ordinal) };

    /// <summary>The word as a form of another, with its capital.</summary>
    public LexicalUnit As(string lemma) => this with { Lemma = char.IsUpper(Lemma[0]) ? char.ToUpperInvariant(lemma[0]) + lemma[1..] : lemma };
}
