namespace Hansard.Engine.Recognition.Context;

/// <summary>
/// Similarity of the sound of two words, judged by their letters: Levenshtein's distance in which letters that are often heard for each
/// other cost less.
/// </summary>
internal static class SoundSimilarity
{
    /// <summary>Cost of a letter for one that sounds alike, and of a vowel left out; any other is 1.</summary>
    private const float Near = 0.5f;
    private const string Vowels = "aeiouyh";
    private static readonly string[] NearConsonants = ["ckqgx", "szcx", "bpv", "dt", "fvw", "mn", "gj", "lr"];
    private static readonly float[] Replacing = Replacements();
    private static readonly float[] LeavingOut =
        [.. Enumerable.Range('a', 26).Select(c => Vowels.Contains((char)c, StringComparison.Ordinal) ? Near : 1)];

    /// <summary>1 for the same letters, 0 for nothing in common.</summary>
    /// <param name="a">Spoken forms: <see cref="SpokenForm"/>.</param>
    /// <param name="b">The other.</param>
    /// <param name="least">Anything below is of no interest, and is given as 0.</param>
    public static double Of(string a, string b, double least = 0)
    {
        if (a.Length == 0 || b.Length == 0) return a.Length == b.Length ? 1 : 0;
        Span<float> row = b.Length < 256 ? stackalloc float[b.Length + 1] : new float[b.Length + 1];
        var allowed = (1 - least) * Math.Max(a.Length, b.Length);
        row[0] = 0;
        for (var j = 1; j <= b.Length; j++) row[j] = row[j - 1] + Leaving(b[j - 1]);
        foreach (var letter in a)
        {
            var diagonal = row[0];
            var leaving = Leaving(letter);
            row[0] += leaving;
            var lowest = row[0];
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + Replace(letter, b[j - 1]);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j] + leaving, row[j - 1] + Leaving(b[j - 1])));
                lowest = Math.Min(lowest, row[j]);
            }
            if (lowest > allowed) return 0;
        }
        return 1 - (row[^1] / Math.Max(a.Length, b.Length));
    }

    private static float Leaving(char letter) => char.IsAsciiLetterLower(letter) ? LeavingOut[letter - 'a'] : 1;

    private static float Replace(char a, char b)
        => a == b ? 0 : char.IsAsciiLetterLower(a) && char.IsAsciiLetterLower(b) ? Replacing[((a - 'a') * 26) + b - 'a'] : 1;

    private static float[] Replacements()
    {
        var costs = new float[26 * 26];
        Array.Fill(costs, 1);
        foreach (var group in (IEnumerable<string>)[Vowels, .. NearConsonants])
            foreach (var a in group)
                foreach (var b in group) costs[((a - 'a') * 26) + b - 'a'] = Near;
        return costs;
    }
}
