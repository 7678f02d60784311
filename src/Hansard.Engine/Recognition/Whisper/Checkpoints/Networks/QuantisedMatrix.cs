namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>The names of a matrix in int8.</summary>
/// <param name="Values">[inputs, outputs].</param>
/// <param name="Scales">[outputs].</param>
internal readonly record struct QuantisedMatrix(string Values, string Scales);
