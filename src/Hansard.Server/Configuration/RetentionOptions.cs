namespace Hansard.Server.Configuration;

/// <summary>After which age things are deleted; null keeps them.</summary>
public sealed record RetentionOptions
{
    /// <summary>Age at which an uploaded file is deleted.</summary>
    public TimeSpan? Files { get; set; }

    /// <summary>Time after its end at which a transcription is deleted, with its transcript.</summary>
    public TimeSpan? Transcriptions { get; set; }

    /// <summary>Time between sweeps of what is due.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);
}
