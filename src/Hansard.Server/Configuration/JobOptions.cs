namespace Hansard.Server.Configuration;

/// <summary>Settings of the leases and attempts of jobs.</summary>
public sealed record JobOptions
{
    /// <summary>A job whose worker has not renewed its lease for this long is given to another.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Jobs that run at once beside <see cref="HansardServerOptions.Workers"/>, of those alone that a client waits for: a sentence does not
    /// wait for the hours of recordings before it.
    /// </summary>
    public int WaitedWorkers { get; set; } = 1;

    /// <summary>Times that a job is started before it ends in an error.</summary>
    public int MaximumAttempts { get; set; } = 3;

    /// <summary>The pause before the second attempt after a fault inside the server; doubled for each further one.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>An attempt that has reported no progress for this long is given up.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time for which running jobs may go on when the server stops, before they are handed back to the queue.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(20);
}
