namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Numbers of clusters.</summary>
internal static class Labels
{
    /// <summary>Renumbers from 0 on, in the order of first appearance.</summary>
    public static int[] ByAppearance(IReadOnlyList<int> labels)
    {
        Dictionary<int, int> numbers = [];
        var result = new int[labels.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (!numbers.TryGetValue(labels[i], out var number)) numbers[labels[i]] = number = numbers.Count;
            result[i] = number;
        }
        return result;
    }
}
