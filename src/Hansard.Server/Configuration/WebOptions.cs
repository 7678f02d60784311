namespace Hansard.Server.Configuration;

/// <summary>Settings of the page for browsers.</summary>
public sealed record WebOptions
{
    /// <summary>Serves the page under / and /app.</summary>
    public bool Enabled { get; set; } = true;
}
