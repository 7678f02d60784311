namespace Hansard.Translation.Terms;

/// <summary>A place in a sentence that has a given translation.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Target">What it is translated as.</param>
internal sealed record TermSpan(int Start, int Length, string Target)
{
    /// <summary>Index after its last character.</summary>
    public int End => Start + Length;

    /// <summary>Writes the targets of places into a sentence.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="spans">The places, in order.</param>
    public static string Replace(string text, IEnumerable<TermSpan> spans)
    {
        var result = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            result.Append(text, at, span.Start - at).Append(span.Target);
            at = span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
