namespace Hansard.Resilience.Access;

/// <summary>Tests that hear all that their process measures: others run before them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInItsProcess;
