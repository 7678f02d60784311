namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>A word that two texts have.</summary>
/// <param name="Recognised">Its index in what was recognised.</param>
/// <param name="Other">Its index in the other text.</param>
internal readonly record struct WordMatch(int Recognised, int Other)
{
    /// <summary>The longest common subsequence, as pairs of indices.</summary>
    public static List<WordMatch> Of(string[] recognised, string[] other)
    {
        var length = new int[recognised.Length + 1, other.Length + 1];
        for (var i = recognised.Length - 1; i >= 0; i--)
        {
            for (var j = other.Length - 1; j >= 0; j--)
                length[i, j] = recognised[i] == other[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        }
        List<WordMatch> pairs = [];
        for (var (i, j) = (0, 0); i < recognised.Length && j < other.Length;)
        {
            if (recognised[i] == other[j]) pairs.Add(new WordMatch(i++, j++));
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }
        return pairs;
    }
}
