namespace Hansard.Server.Configuration;

/// <summary>Settings of the look-ups of hosts that audio_url and webhook_url name.</summary>
public sealed record LookupOptions
{
    /// <summary>From asking to the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Look-ups under way at once, those included that nobody waits for any more; each has a thread.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Look-ups of one project.</summary>
    public int ConcurrencyPerProject { get; set; } = 16;
}
