namespace Hansard.Engine.Recognition.Sounds;

/// <summary>Distance of two pronunciations: Levenshtein's, in which sounds that are alike cost less (<see cref="Phonemes"/>).</summary>
internal static class SoundDistance
{
    /// <summary>Cost of making one of the other; 0 for the same sounds.</summary>
    /// <param name="a">Sounds.</param>
    /// <param name="b">The other.</param>
    /// <param name="most">Anything above is of no interest, and is given as infinity.</param>
    public static double Of(string a, string b, double most = double.PositiveInfinity)
    {
        Span<float> row = b.Length < 256 ? stackalloc float[b.Length + 1] : new float[b.Length + 1];
        row[0] = 0;
        for (var j = 1; j <= b.Length; j++) row[j] = row[j - 1] + Phonemes.Leaving(b[j - 1]);
        foreach (var sound in a)
        {
            var diagonal = row[0];
            var leaving = Phonemes.Leaving(sound);
            row[0] += leaving;
            var lowest = row[0];
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + Phonemes.Replace(sound, b[j - 1]);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j] + leaving, row[j - 1] + Phonemes.Leaving(b[j - 1])));
                lowest = Math.Min(lowest, row[j]);
            }
            if (lowest > most) return double.PositiveInfinity;
        }
        return row[^1] > most ? double.PositiveInfinity : row[^1];
    }
}
