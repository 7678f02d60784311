namespace Hansard.Bench.Measures;

/// <summary>Terms as they are written in a text.</summary>
internal static class WrittenTerm
{
    /// <summary>Determines whether a text has a term as it was given, as whole words.</summary>
    public static bool Is(string text, string term)
    {
        for (var at = text.IndexOf(term, StringComparison.Ordinal); at >= 0; at = text.IndexOf(term, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (at + term.Length == text.Length || !char.IsLetterOrDigit(text[at + term.Length])))
                return true;
        }
        return false;
    }
}
