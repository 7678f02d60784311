namespace Hansard.Engine.Speakers.Voices.CamPlusPlus;

/// <summary>A normalisation of channels before a rectifier.</summary>
/// <param name="Scale">Factor of each channel.</param>
/// <param name="Shift">Added to each channel.</param>
internal sealed record ChannelActivation(float[] Scale, float[] Shift)
{
    /// <summary>Reads a normalisation.</summary>
    public static ChannelActivation Read(CamWeights weights, string name)
        => new(weights.Floats($"{name}.s"), weights.Floats($"{name}.t"));
}
