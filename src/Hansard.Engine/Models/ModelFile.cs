namespace Hansard.Engine.Models;

/// <summary>One file of a model.</summary>
/// <param name="Path">Relative to the model's folder, with forward slashes.</param>
/// <param name="Sha256">In lower-case hex; null: not known, so that of the first download is recorded and checked from then on.</param>
/// <param name="Size">In bytes; null: not known.</param>
internal sealed record ModelFile(string Path, string? Sha256, long? Size);
