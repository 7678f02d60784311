using Hansard.Server.Transcriptions;

namespace Hansard.Server.Jobs;

/// <summary>A transcription that a worker has.</summary>
/// <param name="Row">As it was when the lease began.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="ProjectName">That project's name.</param>
/// <param name="Lease">Proves that the worker still has it.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="StartedAt">Milliseconds since 1970 UTC.</param>
internal sealed record Job(TranscriptionRow Row, string ProjectId, string ProjectName, string Lease, int Attempt, long StartedAt);
