namespace Hansard.Engine.Models;

/// <summary>Result of the check of a model's file.</summary>
/// <param name="Path">Relative to the model's folder.</param>
/// <param name="Result">State of the file.</param>
/// <param name="Expected">The SHA-256 it should have; null: not known.</param>
/// <param name="Actual">The SHA-256 it has; null: it is missing.</param>
internal sealed record FileCheck(string Path, FileCheckResult Result, string? Expected, string? Actual);
