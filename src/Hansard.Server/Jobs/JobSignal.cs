namespace Hansard.Server.Jobs;

/// <summary>Set when a job may have become ready to start.</summary>
internal sealed class JobSignal : Signal;
