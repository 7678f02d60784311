namespace Hansard.Cli.Usage;

/// <summary>Finds the names that someone may have meant who typed another.</summary>
internal static class NearNames
{
    private const int MostSuggested = 3; // As many as a sentence has room for.

    /// <summary>Returns the names that begin with what was typed, or else those that the fewest mistakes turn into it.</summary>
    /// <param name="typed">A name, its dashes included.</param>
    /// <param name="names">All that there are.</param>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string> names)
    {
        var word = Bare(typed);
        var all = names.ToList();
        var beginning = word.Length == 0 ? [] : all.Where(name => Bare(name).StartsWith(word, StringComparison.Ordinal)).ToList();
        if (beginning.Count > 0) return [.. beginning.Take(MostSuggested)];
        // One mistake in two letters, two in four, and three in seven are too many to guess what was meant.
        var most = word.Length < 3 ? 0 : word.Length < 5 ? 1 : word.Length < 8 ? 2 : 3;
        var distances = all
            .Select(name => (Name: name, Distance: Distance(word, Bare(name))))
            .Where(near => near.Distance <= most)
            .ToList();
        var nearest = distances.Where(near => near.Distance == distances.Min(other => other.Distance));
        return [.. nearest.Select(near => near.Name).Take(MostSuggested)];
    }

    private static string Bare(string name) => name.TrimStart('-').ToLowerInvariant();

    // Optimal string alignment: letters put in, left out, changed, or swapped with their neighbour.
    private static int Distance(string a, string b)
    {
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(changed, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }
        return costs[a.Length, b.Length];
    }
}
