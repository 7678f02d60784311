namespace Hansard.Bench;

/// <summary>One measured figure.</summary>
/// <param name="What">What was measured, on what.</param>
/// <param name="Figure">The figure with its unit.</param>
internal sealed record ResultRow(string What, string Figure);
