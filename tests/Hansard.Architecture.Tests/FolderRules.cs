namespace Hansard.Architecture.Tests;

/// <summary>The arrows that are allowed between the folders of an assembly.</summary>
/// <param name="allowed">For each folder, those that it may use.</param>
/// <param name="circles">Of these, arrows that are known to close a circle and are to go.</param>
internal sealed class FolderRules(IReadOnlyDictionary<string, string[]> allowed, IReadOnlyCollection<Arrow> circles)
{
    /// <summary>What is wrong with an assembly, a line a fault; empty if nothing is.</summary>
    /// <param name="arrows">What uses what, with examples.</param>
    public string Faults(IReadOnlyDictionary<Arrow, string> arrows)
    {
        var forbidden = arrows.Where(a => !Allows(a.Key)).Select(a => $"{a.Key} is not allowed: {a.Value}.");
        var gone =
            circles.Where(c => !arrows.ContainsKey(c)).Select(c => $"{c} is gone: take it out of the known circles and of the table.");
        var unmarked = circles.Where(c => !Allows(c)).Select(c => $"{c} is a known circle, but not in the table.");
        return string.Join(
            Environment.NewLine,
            forbidden.Concat(gone).Concat(unmarked).Concat(Circle() is { } circle ? [$"The table has a circle: {circle}."] : []));
    }

    private bool Allows(Arrow arrow) => allowed.TryGetValue(arrow.From, out var targets) && targets.Contains(arrow.To);

    /// <summary>Takes away folder after folder that uses none of those left, until only circles remain.</summary>
    private string? Circle()
    {
        var left = allowed.Keys.Concat(allowed.Values.SelectMany(v => v)).ToHashSet();
        bool IsFree(string folder)
            => !allowed.GetValueOrDefault(folder, []).Any(to => left.Contains(to) && !circles.Contains(new Arrow(folder, to)));
        while (left.FirstOrDefault(IsFree) is { } free) left.Remove(free);
        return left.Count == 0 ? null : string.Join(", ", left.Order(StringComparer.Ordinal));
    }
}
