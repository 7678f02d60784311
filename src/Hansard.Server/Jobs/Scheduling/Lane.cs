namespace Hansard.Server.Jobs.Scheduling;

/// <summary>Work that the same workers may take: of one model, long or not, and waited for or not.</summary>
internal readonly record struct Lane(string Model, bool IsLong, bool IsWaitedFor);
