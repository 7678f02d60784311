namespace Hansard.Server.Configuration;

/// <summary>The record of who read, exported, changed and deleted what.</summary>
public sealed record AccessLogOptions
{
    /// <summary>Age at which an entry is deleted; 0: none is written, and those that there are go.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);
}
