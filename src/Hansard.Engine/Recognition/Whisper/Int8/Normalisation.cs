namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>A normalisation of rows.</summary>
/// <param name="Gain">Factors.</param>
/// <param name="Bias">Added.</param>
internal sealed record Normalisation(float[] Gain, float[] Bias);
