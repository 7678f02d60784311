namespace Hansard.Translation.Terms;

/// <summary>Names of nobody, which translators copy: they stand for terms while a sentence is translated.</summary>
internal static class Placeholders
{
    // Invented; all were copied in all of the hundred test sentences.
    private static readonly string[][] Sets =
    [
        ["Zanto", "Velto", "Karpo", "Mindo", "Torvo", "Lenko", "Rasko", "Bempo"],
        ["Zandia", "Velmara", "Karpia", "Mindola", "Torvana", "Lenkara", "Raskia", "Bempola"],
    ];

    /// <summary>Number of different sets of names that there are to try.</summary>
    public static int Count => Sets.Length;

    /// <summary>Puts names in the places of terms.</summary>
    /// <param name="text">A sentence.</param>
    /// <param name="spans">The places.</param>
    /// <param name="set">Which names.</param>
    /// <returns>Null if there are more terms than names, or the sentence has one of the names already.</returns>
    public static string? Insert(string text, IReadOnlyList<TermSpan> spans, int set)
    {
        var names = Sets[set];
        if (spans.Count > names.Length || Array.Exists(names, n => text.Contains(n, StringComparison.OrdinalIgnoreCase))) return null;
        return TermSpan.Replace(text, spans.Select((s, i) => s with { Target = names[i] }));
    }

    /// <summary>Puts the terms' targets where the names are.</summary>
    /// <returns>Null if a name was lost or doubled.</returns>
    public static string? Resolve(string translation, IReadOnlyList<TermSpan> spans, int set)
    {
        for (var i = 0; i < spans.Count; i++)
        {
            var name = Sets[set][i];
            var at = translation.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || translation.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase) >= 0) return null;
            translation = string.Concat(translation.AsSpan(0, at), spans[i].Target, translation.AsSpan(at + name.Length));
        }

        return translation;
    }
}
