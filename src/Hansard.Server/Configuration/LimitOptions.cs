namespace Hansard.Server.Configuration;

/// <summary>Limits of one project. Where 0 is no limit, <see cref="DiskOptions"/> holds all the same.</summary>
public sealed record LimitOptions
{
    /// <summary>The largest upload or download, in bytes.</summary>
    public long FileBytes { get; set; } = 1L << 30;

    /// <summary>The longest recording, in minutes.</summary>
    public int AudioMinutes { get; set; } = 300;

    /// <summary>Files stored at a time; 0: no limit.</summary>
    public int StoredFiles { get; set; }

    /// <summary>Bytes of all stored files, and of recordings downloaded for jobs that have not ended; 0: no limit.</summary>
    public long StoredBytes { get; set; }

    /// <summary>Transcriptions that are queued or processing; 0: no limit.</summary>
    public int PendingTranscriptions { get; set; } = 10_000;

    /// <summary>Transcriptions that are processing; 0: no limit.</summary>
    public int RunningTranscriptions { get; set; }

    /// <summary>Part of the workers' time beside the weights of the other projects, while these have recordings too; more than 0.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>Transcriptions kept, in any state; 0: no limit.</summary>
    public int TotalTranscriptions { get; set; }

    /// <summary>People known again by their voices; 0: no limit.</summary>
    public int KnownSpeakers { get; set; } = 1000;

    /// <summary>Voices kept of each of them, one for each recording that the person was added from; 0: no limit.</summary>
    public int KnownSpeakerSamples { get; set; } = 10;

    /// <summary>Requests a minute; 0: no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Tells whether a number is over a limit that is one.</summary>
    internal static bool IsPassed(long number, long limit) => limit > 0 && number > limit;
}
