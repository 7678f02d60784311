namespace Hansard.Engine.Speech;

/// <summary>Finds where speech that has no pause can best be cut.</summary>
internal static class QuietestPoint
{
    /// <summary>The stretch that is to be quiet, 0.3 s.</summary>
    private const int Quiet = 3 * Audio.AudioSpecification.SampleRate / 10;

    /// <summary>Step of the search, 10 ms.</summary>
    private const int Hop = FrameGrid.FrameSamples;

    /// <summary>The middle of the 0.3 s with the least energy.</summary>
    /// <param name="samples">Samples to search; longer than 0.3 s.</param>
    /// <returns>A position in <paramref name="samples"/>.</returns>
    public static int Find(ReadOnlySpan<float> samples)
    {
        // The energy of every hop once, and then a sliding sum over them.
        const int Hops = Quiet / Hop;
        var count = samples.Length / Hop;
        var energies = new double[count];
        for (var i = 0; i < count; i++)
            foreach (var sample in samples.Slice(i * Hop, Hop)) energies[i] += (double)sample * sample;

        var (sum, best, bestAt) = (0.0, double.MaxValue, 0);
        for (var i = 0; i < count; i++)
        {
            sum += energies[i];
            if (i >= Hops) sum -= energies[i - Hops];
            if (i >= Hops - 1 && sum < best) (best, bestAt) = (sum, i - Hops + 1);
        }

        return bestAt * Hop + Quiet / 2;
    }
}
