namespace Hansard.Engine.Distribution;

/// <summary>The outputs of the network of a <see cref="SpeakerPart"/>.</summary>
/// <param name="part">Checksum of the part.</param>
/// <param name="outputs">For each window or piece.</param>
internal sealed class SpeakerResult(string part, IReadOnlyList<float[]> outputs) : WorkResult(part)
{
    /// <summary>For each window or piece.</summary>
    public IReadOnlyList<float[]> Outputs => outputs;
}
