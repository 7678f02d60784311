namespace Hansard.Server.Configuration;

/// <summary>Settings of the protocol Wyoming, which has neither keys nor encryption.</summary>
public sealed record WyomingOptions
{
    /// <summary>Listens for it.</summary>
    public bool Enabled { get; set; }

    /// <summary>The address to listen on: an IP address, "localhost", or "*" for all. Whoever reaches it may transcribe.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The TCP port to listen on, by custom 10300; 0 takes a free one.</summary>
    public int Port { get; set; } = 10_300;

    /// <summary>The project that all of it belongs to; made when absent.</summary>
    public string Project { get; set; } = "default";

    /// <summary>Connections at once; further ones are closed.</summary>
    public int Connections { get; set; } = 32;

    /// <summary>Time in which the next event must have come, all of it; then the connection is closed.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Announces the server in the local network (zeroconf), so that Home Assistant finds it by itself.</summary>
    public bool Announce { get; set; }
}
