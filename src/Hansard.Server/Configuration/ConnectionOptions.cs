namespace Hansard.Server.Configuration;

/// <summary>Number of connections that are served at once, and patience with slow clients.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Connections open at once, fewer where the process may open fewer files. Those idle longest give way to new ones.</summary>
    public int Maximum { get; set; } = 4096;

    /// <summary>From the first byte of a request to the end of its headers.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for which a body, or the reading of an answer, may be slower than <see cref="BytesPerSecond"/>.</summary>
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The least speed: of a body in any stretch of <see cref="SlowGrace"/>, of an answer on average since its start.</summary>
    public int BytesPerSecond { get; set; } = 240;

    /// <summary>Between two requests of a connection.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
