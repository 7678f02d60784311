namespace Hansard.Engine.Recognition.Languages;

/// <summary>Speech whose languages are wanted.</summary>
/// <param name="Samples">16 kHz mono; what is recognised at once, if it is all in one language.</param>
/// <param name="Parts">Stretches of it that may each be in a language of their own, in order.</param>
internal sealed record SpokenWindow(float[] Samples, IReadOnlyList<SpeechInterval> Parts)
{
    /// <summary>Speech in one language.</summary>
    /// <param name="samples">16 kHz mono.</param>
    public static SpokenWindow Of(float[] samples)
        => new(samples, [new SpeechInterval(0, (double)samples.Length / Audio.AudioSpecification.SampleRate)]);
}
