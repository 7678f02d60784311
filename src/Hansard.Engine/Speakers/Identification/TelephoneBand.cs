using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Identification;

/// <summary>
/// What the telephone does to a voice: it moves all voices in one direction, so that strangers on it are alike and a person is unlike the
/// same person near a microphone.
/// </summary>
/// <remarks>
/// The direction is the mean difference of recordings over a telephone (300 to 3,400 Hz, µ-law) and as they were, of the 83 people of
/// <c>./hansard bench known-speakers</c>, which measures it anew: nobody's voice. Projected out as nuisance attributes are in speaker
/// verification (Solomonoff, Campbell, Boardman 2005). It takes strangers who both telephone from a mean cosine of
/// 0.46 to 0.19, and a person who telephones from 0.46 to 0.63 with the same person near a microphone; recordings of the full band stay.
/// </remarks>
internal static class TelephoneBand
{
    /// <summary>The direction, a unit vector.</summary>
    public static ReadOnlySpan<float> Direction => Values;

    private static readonly float[] Values = Read();

    /// <summary>Share of a voice in the direction: about 0 with the full band, 0.6 over the telephone.</summary>
    /// <param name="voice">A unit vector of the encoder that the direction was measured with.</param>
    public static float ShareOf(ReadOnlySpan<float> voice) => UnitVector.Cosine(voice, Values);

    /// <summary>The voice without it, a unit vector.</summary>
    /// <inheritdoc cref="ShareOf"/>
    public static float[] Without(ReadOnlySpan<float> voice)
    {
        var rest = new float[voice.Length];
        TensorPrimitives.MultiplyAdd(Values, -ShareOf(voice), voice, rest);
        return UnitVector.Scale(rest);
    }

    private static float[] Read()
    {
        using var resource = typeof(TelephoneBand).Assembly.GetManifestResourceStream(
            "Hansard.Engine.Speakers.Identification.telephone.f32")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }
}
