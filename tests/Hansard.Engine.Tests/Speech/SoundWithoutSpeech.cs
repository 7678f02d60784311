namespace Hansard.Engine.Tests.Speech;

/// <summary>Sounds that a careless detector takes for speech.</summary>
internal static class SoundWithoutSpeech
{
    public static float[] Make(string kind, int seconds)
    {
        var random = new Random(1);
        var brown = 0.0;
        var phase = 0.0;
        return [.. Enumerable.Range(0, seconds * 16000).Select(i => (float)Sample(i / 16000.0))];

        double Noise() => 2 * random.NextDouble() - 1;

        double Sample(double t) => kind switch
        {
            "silence" => 0,
            "quiet noise" => 0.003 * Noise(),
            "white noise" => 0.1 * Noise(),
            "loud noise" => 0.9 * Noise(),
            "brown noise" => brown = 0.999 * brown + 0.02 * Noise(),
            // 50 Hz to 6 kHz every 10 s.
            "sweep" => 0.4 * Math.Sin(phase += 2 * Math.PI / 16000 * 50 * Math.Pow(120, t % 10 / 10)),
            // Struck notes with harmonics, a new chord every half second.
            "chords" => new[] { 0, 4, 7 }.Sum(
                n => Note(220 * Math.Pow(2, ((int)(t * 2) * 5 % 12 + n) / 12.0), t)) * 0.1 * Math.Exp(-4 * (t * 2 % 1)),
            "hum" => 0.2 * Math.Sin(2 * Math.PI * 50 * t) + 0.1 * Math.Sin(2 * Math.PI * 150 * t) + 0.01 * Noise(),
            "clicks" => t * 3 % 1 < 0.003 ? 0.8 * Noise() : 0.001 * Noise(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

        static double Note(double frequency, double t) => Enumerable.Range(1, 5).Sum(h => Math.Sin(2 * Math.PI * frequency * h * t) / h);
    }
}
