namespace Hansard.Server.Configuration;

/// <summary>Settings of the downloads of recordings that an audio_url names, before a worker takes their jobs.</summary>
public sealed record FetchOptions
{
    /// <summary>Resolving and connecting.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the headers of the response, and between two pieces of its body.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The whole of it, redirects included.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The least speed, over any <see cref="SlowGrace"/> of a download; the thinnest speech codecs have about this much.</summary>
    public int BytesPerSecond { get; set; } = 1_000;

    /// <summary>Time for which a download may be slower than <see cref="BytesPerSecond"/>.</summary>
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Redirects followed, each of them checked.</summary>
    public int MaximumRedirects { get; set; } = 5;

    /// <summary>Downloads under way at once, of all projects together; one project has at most half of them.</summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>Downloads of one project.</summary>
    public int ConcurrencyPerProject { get; set; } = 8;

    /// <summary>Downloads of one project from one host: one that hangs does not hold up the others.</summary>
    public int ConcurrencyPerHost { get; set; } = 4;

    /// <summary>
    /// Bytes on the disk of downloaded recordings whose jobs have not ended; a download that is under way counts with the most that it may
    /// bring. While there is no room, jobs wait for their download.
    /// </summary>
    public long StoredBytes { get; set; } = 20_000_000_000;

    /// <summary>… of one project.</summary>
    public long StoredBytesPerProject { get; set; } = 10_000_000_000;
}
