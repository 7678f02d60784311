namespace Hansard.Bench;

/// <summary>One measured figure.</summary>
/// <param name="What">The measured thing, and the recordings it was measured on.</param>
/// <param name="Figure">The figure with its unit.</param>
internal sealed record ResultRow(string What, string Figure);
