namespace Hansard.Server.Configuration;

/// <summary>Limits of one project that differ from <see cref="LimitOptions"/>; null: as there.</summary>
public sealed record LimitOverrides
{
    /// <inheritdoc cref="LimitOptions.FileBytes" />
    public long? FileBytes { get; set; }

    /// <inheritdoc cref="LimitOptions.AudioMinutes" />
    public int? AudioMinutes { get; set; }

    /// <inheritdoc cref="LimitOptions.StoredFiles" />
    public int? StoredFiles { get; set; }

    /// <inheritdoc cref="LimitOptions.StoredBytes" />
    public long? StoredBytes { get; set; }

    /// <inheritdoc cref="LimitOptions.PendingTranscriptions" />
    public int? PendingTranscriptions { get; set; }

    /// <inheritdoc cref="LimitOptions.RunningTranscriptions" />
    public int? RunningTranscriptions { get; set; }

    /// <inheritdoc cref="LimitOptions.Weight" />
    public double? Weight { get; set; }

    /// <inheritdoc cref="LimitOptions.TotalTranscriptions" />
    public int? TotalTranscriptions { get; set; }

    /// <inheritdoc cref="LimitOptions.KnownSpeakers" />
    public int? KnownSpeakers { get; set; }

    /// <inheritdoc cref="LimitOptions.KnownSpeakerSamples" />
    public int? KnownSpeakerSamples { get; set; }

    /// <inheritdoc cref="LimitOptions.RequestsPerMinute" />
    public int? RequestsPerMinute { get; set; }

    /// <summary>The given limits with these instead where they are set.</summary>
    public LimitOptions ApplyTo(LimitOptions limits) => limits with
    {
        FileBytes = FileBytes ?? limits.FileBytes,
        AudioMinutes = AudioMinutes ?? limits.AudioMinutes,
        StoredFiles = StoredFiles ?? limits.StoredFiles,
        StoredBytes = StoredBytes ?? limits.StoredBytes,
        PendingTranscriptions = PendingTranscriptions ?? limits.PendingTranscriptions,
        RunningTranscriptions = RunningTranscriptions ?? limits.RunningTranscriptions,
        Weight = Weight ?? limits.Weight,
        TotalTranscriptions = TotalTranscriptions ?? limits.TotalTranscriptions,
        KnownSpeakers = KnownSpeakers ?? limits.KnownSpeakers,
        KnownSpeakerSamples = KnownSpeakerSamples ?? limits.KnownSpeakerSamples,
        RequestsPerMinute = RequestsPerMinute ?? limits.RequestsPerMinute,
    };
}
