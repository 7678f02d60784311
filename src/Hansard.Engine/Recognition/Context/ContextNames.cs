namespace Hansard.Engine.Recognition.Context;

/// <summary>Finds the names in a text: words with a capital that does not come from the beginning of a sentence.</summary>
internal static class ContextNames
{
    /// <summary>Letters of the shortest name: shorter words sound like too many others.</summary>
    private const int ShortestName = 4;

    /// <summary>Letters of the longest capitalised word whose full stop ends no sentence: "Dr.", "Mrs.".</summary>
    private const int LongestAbbreviation = 3;

    private const string SentenceEnds = ".!?:\"“«(";

    /// <summary>Names in order; a possessive without its ending.</summary>
    /// <param name="text">Any text; in scripts without capitals nothing is found.</param>
    /// <param name="isSentence">Whether the first word has its capital from standing first.</param>
    public static IEnumerable<string> In(string text, bool isSentence)
    {
        var begins = isSentence;
        foreach (var raw in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = raw.Trim([.. raw.Where(c => !char.IsLetterOrDigit(c))]);
            if (word.EndsWith("'s", StringComparison.Ordinal) || word.EndsWith("’s", StringComparison.Ordinal)) word = word[..^2];
            if (!begins && word.Length >= ShortestName && char.IsUpper(word[0])) yield return word;
            begins = EndsSentence(raw, word);
        }
    }

    /// <summary>Determines whether a sentence begins after a word; "Mr." ends none.</summary>
    /// <param name="raw">With its marks, without blanks around.</param>
    /// <param name="word">Without.</param>
    public static bool EndsSentence(string raw, string word) => raw.Length > 0 && SentenceEnds.Contains(raw[^1], StringComparison.Ordinal)
        && !(word.Length is > 0 and <= LongestAbbreviation && char.IsUpper(word[0]));
}
