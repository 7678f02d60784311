namespace Hansard.Server.Configuration;

/// <summary>What one project may use.</summary>
public sealed record LimitOptions
{
    /// <summary>The largest upload or download, in bytes.</summary>
    public long FileBytes { get; set; } = 1L << 30;

    /// <summary>The longest recording, in minutes.</summary>
    public int AudioMinutes { get; set; } = 300;

    /// <summary>Files stored at a time.</summary>
    public int StoredFiles { get; set; } = 1_000;

    /// <summary>Bytes of all stored files.</summary>
    public long StoredBytes { get; set; } = 10_000_000_000;

    /// <summary>Transcriptions that are queued or processing.</summary>
    public int PendingTranscriptions { get; set; } = 100;

    /// <summary>Transcriptions kept, in any state.</summary>
    public int TotalTranscriptions { get; set; } = 2_000;

    /// <summary>Requests a minute; 0: no limit.</summary>
    public int RequestsPerMinute { get; set; }
}
