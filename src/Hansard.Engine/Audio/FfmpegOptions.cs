namespace Hansard.Engine.Audio;

/// <summary>Path of ffmpeg, and limits of what it may use for one recording.</summary>
public sealed record FfmpegOptions
{
    /// <summary>Name of the program, looked up in PATH, or its path.</summary>
    public string Executable { get; init; } = "ffmpeg";

    /// <summary>The longest recording, counted in decoded samples, so that a header that lies has no effect.</summary>
    public TimeSpan MaximumDuration { get; init; } = TimeSpan.FromMinutes(300);

    /// <summary>Time for which ffmpeg may give nothing while samples are waited for.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Processor time for one recording, kept by the kernel. Five hours of common formats take under two minutes; it ends
    /// what survives its parent or trickles just fast enough.
    /// </summary>
    public TimeSpan MaximumProcessorTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Address space in bytes, kept by the kernel (Linux): ffmpeg with its libraries needs under 400 MB for every ordinary file.
    /// </summary>
    public long MaximumMemory { get; init; } = 950_000_000;
}
