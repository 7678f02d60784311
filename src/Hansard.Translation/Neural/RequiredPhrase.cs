namespace Hansard.Translation.Neural;

/// <summary>Ids that a translation has to contain, one after the other and as whole words.</summary>
/// <param name="Inside">As written inside a sentence.</param>
/// <param name="AtStart">As written at its start, where a small letter becomes a capital one.</param>
internal sealed record RequiredPhrase(int[] Inside, int[] AtStart)
{
    /// <summary>Encodes a phrase; null if the vocabulary lacks a character of it.</summary>
    public static RequiredPhrase? From(string text, TranslationTokenizer tokenizer)
    {
        var inside = tokenizer.Encode(text);
        if (inside.Length == 0 || inside.Contains(tokenizer.Unknown)) return null;
        var atStart = tokenizer.Encode(char.ToUpperInvariant(text[0]) + text[1..]);
        return new RequiredPhrase(inside, atStart.Contains(tokenizer.Unknown) ? inside : atStart);
    }
}
