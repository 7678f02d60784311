namespace Hansard.Engine.Speech;

/// <summary>A window that is recognised at once: one or several speech regions with the sound between them.</summary>
/// <param name="StartSample">The position of the first of <paramref name="Samples"/> in the recording.</param>
/// <param name="Samples">16 kHz mono.</param>
/// <param name="Regions">The regions in it, in order.</param>
internal sealed record SpeechWindow(long StartSample, float[] Samples, IReadOnlyList<SpeechRegion> Regions)
{
    /// <summary>The position after the last sample.</summary>
    public long EndSample => StartSample + Samples.Length;
}
