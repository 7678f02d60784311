using System.Numerics.Tensors;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>The positions of a window at which somebody speaks: a pause belongs to no word.</summary>
/// <remarks>
/// Voice activity knows pauses to a tenth of a second, and leaves short ones out; within the stretches that it finds, the level of the
/// sound knows them to a position of 20 ms. Levels are peaks.
/// </remarks>
internal static class SpeechPositions
{
    private const int PositionSamples = AudioSpecification.SampleRate / (int)EncodedAudio.PositionsPerSecond;

    /// <summary>Level over that of loud speech from which it may be speech: −24 dB.</summary>
    private const float Audible = 0.06f;

    /// <summary>Level over that of loud speech that surely is: −10 dB, however loud the background.</summary>
    private const float Loud = 0.3f;

    /// <summary>Share of a stretch's positions that are louder than its loud speech.</summary>
    private const double Louder = 0.05;

    /// <summary>Level over the background from which it may be speech: 6 dB.</summary>
    private const float OverBackground = 2;

    /// <summary>Share of the positions of a window that are softer than its background.</summary>
    private const double Softer = 0.1;

    /// <summary>Positions of the shortest pause, 0.12 s: stops within words close the mouth for up to 0.1 s.</summary>
    private const int ShortestPause = 6;

    /// <summary>Positions of the shortest sound that is not a click.</summary>
    private const int ShortestSound = 2;

    /// <summary>Positions of speech on either side that are too soft to be told from a pause, such as the beginning of an f.</summary>
    private const int Edge = 1;

    /// <param name="samples">Of the window.</param>
    /// <param name="speech">Its stretches of speech.</param>
    /// <param name="positions">Positions of the window.</param>
    /// <returns>For each position whether somebody speaks; all true where nothing tells.</returns>
    public static bool[] Of(ReadOnlySpan<float> samples, IReadOnlyList<SpeechInterval> speech, int positions)
    {
        var spoken = new bool[positions];
        var levels = Levels(samples, positions);
        var background = Quantile(levels, Softer) * OverBackground;
        foreach (var (start, end) in speech)
        {
            var (from, to) = (Position(start), Position(end));
            if (to <= from) continue;
            var loud = Quantile(levels[from..to], 1 - Louder);
            var threshold = Math.Max(Audible * loud, Math.Min(background, Loud * loud));
            for (var t = from; t < to; t++) spoken[t] = levels[t] >= threshold;
        }
        Widen(spoken);
        if (!spoken.Contains(true)) Array.Fill(spoken, true);
        return spoken;

        int Position(double seconds) => Math.Clamp((int)Math.Round(seconds * EncodedAudio.PositionsPerSecond), 0, positions);
    }

    private static float[] Levels(ReadOnlySpan<float> samples, int positions)
    {
        var levels = new float[positions];
        for (var t = 0; t < positions; t++)
        {
            var from = Math.Min(samples.Length, t * PositionSamples);
            var part = samples[from..Math.Min(samples.Length, from + PositionSamples)];
            levels[t] = part.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(part));
        }
        return levels;
    }

    private static float Quantile(float[] values, double share)
    {
        if (values.Length == 0) return 0;
        float[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    /// <summary>Closes gaps that are no pauses, drops single clicks, and widens what is left.</summary>
    private static void Widen(bool[] spoken)
    {
        for (var t = 0; t < spoken.Length;)
        {
            var from = t;
            while (t < spoken.Length && spoken[t] == spoken[from]) t++;
            if (spoken[from] && t - from < ShortestSound) Array.Fill(spoken, false, from, t - from);
        }
        var last = -1;
        for (var t = 0; t < spoken.Length; t++)
        {
            if (!spoken[t]) continue;
            if (last >= 0 && t - last - 1 < ShortestPause) Array.Fill(spoken, true, last + 1, t - last - 1);
            last = t;
        }
        var original = (bool[])spoken.Clone();
        for (var t = 0; t < spoken.Length; t++)
        {
            if (!original[t]) continue;
            for (var i = Math.Max(0, t - Edge); i <= Math.Min(spoken.Length - 1, t + Edge); i++) spoken[i] = true;
        }
    }
}
