namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Finds what two sequences have in common, in order.</summary>
/// <remarks>
/// What stands once in both is matched first (Bram Cohen's patience diff), which keeps a sentence together among repeated words; between
/// these, the shortest edit is found in O(ND) (Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1986). After
/// <see cref="MaximumEdits"/> edits with nothing unique in common the furthest of the ways is taken, and gone on from there, unless less
/// than half of it is common: then it is another text, and not looked into further.
/// </remarks>
internal static class SequenceMatch
{
    // 1,000² steps and 2 MB of trace at most for a stretch.
    private const int MaximumEdits = 1_000;

    // Each level looks at all of a stretch; more than some do not occur in texts.
    private const int MaximumDepth = 24;

    /// <returns>For each element of <paramref name="after"/> the index of its partner in <paramref name="before"/>, or -1.</returns>
    public static int[] Of(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var matches = new int[after.Length];
        matches.AsSpan().Fill(-1);
        Match(before, after, 0, matches, 0);
        return matches;
    }

    private static void Match(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int offset, Span<int> matches, int depth)
    {
        var prefix = before.CommonPrefixLength(after);
        for (var i = 0; i < prefix; i++) matches[i] = offset + i;
        before = before[prefix..];
        after = after[prefix..];
        matches = matches[prefix..];
        offset += prefix;
        var suffix = 0;
        while (suffix < before.Length && suffix < after.Length && before[^(suffix + 1)] == after[^(suffix + 1)])
        {
            suffix++;
            matches[^suffix] = offset + before.Length - suffix;
        }
        before = before[..^suffix];
        after = after[..^suffix];
        matches = matches[..^suffix];
        if (before.Length == 0 || after.Length == 0) return;

        var anchors = depth < MaximumDepth ? Unique(before, after) : [];
        if (anchors.Count == 0)
        {
            ShortestEdit(before, after, offset, matches);
            return;
        }
        var (b, a) = (0, 0);
        foreach (var anchor in anchors)
        {
            Match(before[b..anchor.Before], after[a..anchor.After], offset + b, matches[a..anchor.After], depth + 1);
            matches[anchor.After] = offset + anchor.Before;
            (b, a) = (anchor.Before + 1, anchor.After + 1);
        }
        Match(before[b..], after[a..], offset + b, matches[a..], depth + 1);
    }

    // The longest run in order of what stands once on each side.
    private static List<Anchor> Unique(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var places = new Dictionary<int, int>();
        for (var i = 0; i < before.Length; i++) places[before[i]] = places.ContainsKey(before[i]) ? -1 : i;
        var counts = new Dictionary<int, int>();
        foreach (var element in after) counts[element] = counts.GetValueOrDefault(element) + 1;
        List<Anchor> candidates = [];
        for (var i = 0; i < after.Length; i++)
        {
            if (counts[after[i]] == 1 && places.TryGetValue(after[i], out var place) && place >= 0) candidates.Add(new Anchor(place, i));
        }
        return LongestIncreasing(candidates);
    }

    private static List<Anchor> LongestIncreasing(List<Anchor> candidates)
    {
        var previous = new int[candidates.Count];
        List<int> ends = [];
        for (var i = 0; i < candidates.Count; i++)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (candidates[ends[middle]].Before < candidates[i].Before) low = middle + 1;
                else high = middle;
            }
            previous[i] = low == 0 ? -1 : ends[low - 1];
            if (low == ends.Count) ends.Add(i);
            else ends[low] = i;
        }
        List<Anchor> longest = [];
        for (var i = ends.Count == 0 ? -1 : ends[^1]; i >= 0; i = previous[i]) longest.Add(candidates[i]);
        longest.Reverse();
        return longest;
    }

    private static void ShortestEdit(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int offset, Span<int> matches)
    {
        while (before.Length > 0 && after.Length > 0)
        {
            var (x, y) = ShortestEditFrom(before, after, offset, matches);
            if (x == 0 && y == 0) return;
            before = before[x..];
            after = after[y..];
            matches = matches[y..];
            offset += x;
        }
    }

    // The names are the paper's: on diagonal k = x - y, v[k] is the furthest x that d edits reach. Returns how far it has come.
    private static (int X, int Y) ShortestEditFrom(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int offset, Span<int> matches)
    {
        var most = Math.Min(MaximumEdits, before.Length + after.Length);
        var v = new int[2 * most + 3];
        var middle = most + 1;
        List<int[]> trace = [];
        var furthest = (X: 0, Y: 0);
        for (var d = 0; d <= most; d++)
        {
            furthest = (0, 0);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && v[middle + k - 1] < v[middle + k + 1]) ? v[middle + k + 1] : v[middle + k - 1] + 1;
                var y = x - k;
                if (x > before.Length || y > after.Length)
                {
                    // Beyond the edge: nothing on from here.
                    v[middle + k] = x;
                    continue;
                }
                x += before[x..].CommonPrefixLength(after[y..]);
                v[middle + k] = x;
                if (2 * x - k > furthest.X + furthest.Y) furthest = (x, x - k);
                if (x == before.Length && x - k == after.Length)
                {
                    Trace(trace, x, x - k, offset, matches);
                    return furthest;
                }
            }
            trace.Add(v[(middle - d)..(middle + d + 1)]);
        }
        trace.RemoveAt(trace.Count - 1);
        var common = (furthest.X + furthest.Y - most) / 2;
        if (2 * common < most) return (0, 0);
        Trace(trace, furthest.X, furthest.Y, offset, matches);
        return furthest;
    }

    private static void Trace(List<int[]> trace, int x, int y, int offset, Span<int> matches)
    {
        for (var d = trace.Count; d > 0; d--)
        {
            var former = trace[d - 1];
            var k = x - y;
            int At(int diagonal) => Math.Abs(diagonal) < d ? former[diagonal + d - 1] : int.MinValue;
            var down = k == -d || (k != d && At(k - 1) < At(k + 1));
            var fromX = At(down ? k + 1 : k - 1);
            var fromY = fromX - (down ? k + 1 : k - 1);
            var (startX, startY) = down ? (fromX, fromY + 1) : (fromX + 1, fromY);
            while (x > startX && y > startY) matches[--y] = offset + --x;
            (x, y) = (fromX, fromY);
        }
        while (x > 0 && y > 0) matches[--y] = offset + --x;
    }

    /// <summary>Elements that stand once on each side.</summary>
    private readonly record struct Anchor(int Before, int After);
}
