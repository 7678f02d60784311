namespace Hansard.Server.Jobs.Scheduling;

/// <summary>A recording, or a part of one, that waits for a worker.</summary>
/// <param name="Id">Tells it from all others.</param>
/// <param name="Project">Id of the project that it belongs to, whose turn it uses.</param>
/// <param name="Model">Name of the model that it needs.</param>
/// <param name="Cost">Estimated cost in seconds of sound; more than zero.</param>
/// <param name="Since">When it came, in seconds from any moment that is the same for all.</param>
/// <param name="Priority">Within its project, the higher comes first.</param>
/// <param name="IsWaitedFor">Somebody waits for its end: it comes before all others of its project, and is never long.</param>
internal sealed record WaitingWork(
    string Id, string Project, string Model, double Cost, double Since, int Priority = 0, bool IsWaitedFor = false);
