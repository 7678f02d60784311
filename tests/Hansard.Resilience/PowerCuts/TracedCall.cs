namespace Hansard.Resilience.PowerCuts;

/// <summary>A system call that has returned.</summary>
/// <param name="Name">Such as pwrite64.</param>
/// <param name="Arguments">As strace writes them, texts as bytes.</param>
/// <param name="Result">What it returned; negative where it failed.</param>
/// <param name="Began">The number of the line on which it began.</param>
/// <param name="Ended">The number of the line on which it returned.</param>
/// <param name="Time">By the system's clock, when it returned or a little before.</param>
internal sealed record TracedCall(string Name, IReadOnlyList<TracedArgument> Arguments, long Result, int Began, int Ended, DateTime Time);
