using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>A known person, all of whose profiles are one voice: as many as there are, they are one chance of a false name.</summary>
/// <param name="Name">Name of the person.</param>
/// <param name="Voice">Mean of the profiles and the sum of their speech.</param>
internal sealed record KnownPerson(string Name, SpeakerVoice Voice)
{
    /// <summary>Joins the profiles of a person.</summary>
    /// <param name="known">The person.</param>
    /// <param name="model">The voice encoder; profiles of another are left out.</param>
    /// <param name="length">Values of one of its voices.</param>
    /// <returns>The person; null without any profile of the encoder.</returns>
    public static KnownPerson? Of(KnownVoice known, string model, int length)
    {
        VoiceProfile[] profiles = [.. known.Profiles.Where(p => p.Model == model && p.Embedding.Length == length)];
        if (profiles.Length == 0) return null;
        var sum = profiles.Select(p => VoiceCluster.Of(p.Embedding.ToArray(), Weight(p))).Aggregate((a, b) => a.With(b));
        return new KnownPerson(known.Name, new SpeakerVoice(sum.Mean(), profiles.Sum(p => p.Speech.TotalSeconds)));
    }

    // Never 0, so that there always is a mean.
    private static double Weight(VoiceProfile profile) => Math.Max(0.1, profile.Speech.TotalSeconds);
}
