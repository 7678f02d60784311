namespace Hansard.Server.Contract;

/// <summary>Numbers of things at once.</summary>
internal sealed record ConcurrencyValues(long TranscribeConcurrent, long TtsConcurrent);
