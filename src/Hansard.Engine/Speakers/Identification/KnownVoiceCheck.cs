using System.Numerics.Tensors;
using Hansard.Engine.Voices;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>Refuses known people who could not be told from one another, and profiles that are no voices.</summary>
internal static class KnownVoiceCheck
{
    /// <summary>Difference from 1 that the length of a voice may have, for those kept with fewer digits.</summary>
    private const float Tolerance = 0.01f;

    /// <exception cref="ArgumentException">A name is empty or given twice, or a profile is not a vector of length 1.</exception>
    public static void Check(IReadOnlyList<KnownVoice> known)
    {
        HashSet<string> names = [];
        foreach (var person in known)
        {
            if (string.IsNullOrWhiteSpace(person.Name)) throw new ArgumentException("A known voice has no name.", nameof(known));
            if (!names.Add(person.Name))
            {
                throw new ArgumentException(
                    $"'{person.Name}' is two known voices: give all profiles of a person together, and different people different names.",
                    nameof(known));
            }
            foreach (var profile in person.Profiles)
            {
                // A length that is not a number is not near 1 either.
                var isUnit = Math.Abs(TensorPrimitives.Norm(profile.Embedding.Span) - 1) <= Tolerance;
                if (isUnit && profile.Speech > TimeSpan.Zero) continue;
                throw new ArgumentException(
                    $"A profile of '{person.Name}' is no voice: its embedding has to have length 1, and its speech has to last.",
                    nameof(known));
            }
        }
    }
}
