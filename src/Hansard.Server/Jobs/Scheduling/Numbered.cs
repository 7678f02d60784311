namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Work, with a number that tells apart what came at the same moment.</summary>
internal sealed record Numbered(WaitingWork Work, long Number);
