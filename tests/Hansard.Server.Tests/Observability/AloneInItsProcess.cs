namespace Hansard.Server.Tests.Observability;

/// <summary>Tests that run when no others do, because they look at what all servers of a process share.</summary>
[CollectionDefinition(nameof(AloneInItsProcess), DisableParallelization = true)]
public sealed class AloneInItsProcess;
