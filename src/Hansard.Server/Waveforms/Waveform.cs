namespace Hansard.Server.Waveforms;

/// <summary>The least and the greatest sample of each of the equal stretches of a recording.</summary>
/// <param name="DurationMs">Length of the recording as decoded.</param>
/// <param name="Minimum">From -127 to 127, in which 127 is full scale.</param>
/// <param name="Maximum">Of the same length.</param>
internal sealed record Waveform(long DurationMs, sbyte[] Minimum, sbyte[] Maximum)
{
    /// <summary>The same recording in fewer stretches, or as many as there are.</summary>
    /// <param name="points">At least 1.</param>
    public Waveform Reduce(int points)
    {
        if (points >= Minimum.Length) return this;
        var (minimum, maximum) = (new sbyte[points], new sbyte[points]);
        for (var point = 0; point < points; point++)
        {
            var from = (int)((long)point * Minimum.Length / points);
            var to = (int)((long)(point + 1) * Minimum.Length / points);
            (minimum[point], maximum[point]) = (Minimum[from..to].Min(), Maximum[from..to].Max());
        }
        return this with { Minimum = minimum, Maximum = maximum };
    }
}
