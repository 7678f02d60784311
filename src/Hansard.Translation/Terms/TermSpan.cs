namespace Hansard.Translation.Terms;

/// <summary>A place in a sentence that has a given translation.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Target">What it is translated as.</param>
internal sealed record TermSpan(int Start, int Length, string Target)
{
    /// <summary>Index after its last character.</summary>
    public int End => Start + Length;

    /// <summary>A sentence with places replaced.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="replacements">Places in order and what to write there.</param>
    public static string Replace(string text, IEnumerable<(TermSpan Span, string Text)> replacements)
    {
        var result = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var (span, replacement) in replacements)
        {
            result.Append(text, at, span.Start - at).Append(replacement);
            at = span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
