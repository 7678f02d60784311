using Hansard.Engine.Speech;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>The voice of one speaker of a recording.</summary>
/// <param name="Mean">Mean of the voices of the speaker's pieces, a unit vector.</param>
/// <param name="Seconds">Speech in these pieces.</param>
internal sealed record SpeakerVoice(float[] Mean, double Seconds)
{
    /// <summary>The speakers of labelled pieces.</summary>
    /// <param name="means">For each speaker the mean voice.</param>
    /// <param name="pieces">Pieces of the recording.</param>
    /// <param name="labels">The speaker of each.</param>
    public static SpeakerVoice[] Of(IReadOnlyList<float[]> means, IReadOnlyList<FrameRange> pieces, IReadOnlyList<int> labels)
    {
        var seconds = new double[means.Count];
        for (var i = 0; i < labels.Count; i++) seconds[labels[i]] += pieces[i].Seconds;
        return [.. means.Zip(seconds, (mean, length) => new SpeakerVoice(mean, length))];
    }
}
