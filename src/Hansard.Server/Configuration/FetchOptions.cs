namespace Hansard.Server.Configuration;

/// <summary>How long the download of an audio_url may take.</summary>
public sealed record FetchOptions
{
    /// <summary>Resolving and connecting.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the headers of the response, and between two pieces of its body.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The whole of it, redirects included.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>Redirects followed, each of them checked.</summary>
    public int MaximumRedirects { get; set; } = 5;
}
