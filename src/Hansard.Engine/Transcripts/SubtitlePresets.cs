using System.Collections.Frozen;

namespace Hansard.Engine.Transcripts;

/// <summary>Layouts of subtitles by name.</summary>
public static class SubtitlePresets
{
    /// <summary>The presets.</summary>
    /// <remarks>
    /// Sources: BBC, Subtitle Guidelines (37 characters of teletext, 160 to 180 words a minute, 25 frames a second); TED, Subtitling Tips
    /// (42 characters, 21 a second); Netflix, Timed Text Style Guide, General Requirements (42 characters, 20 a second, 5/6 to 7 seconds,
    /// two frames between subtitles).
    /// </remarks>
    public static IReadOnlyDictionary<string, SubtitleOptions> All { get; } = new Dictionary<string, SubtitleOptions>
    {
        ["default"] = new(),
        ["broadcast"] = new() { LineWidth = 37, ReadingSpeed = 15, FrameRate = 25, Gap = TimeSpan.FromMilliseconds(80) },
        ["web"] = new() { LineWidth = 42, ReadingSpeed = 21 },
        ["netflix"] = new()
        {
            LineWidth = 42,
            ReadingSpeed = 20,
            MinimumDuration = TimeSpan.FromSeconds(5.0 / 6),
            FrameRate = 24,
            Gap = TimeSpan.FromSeconds(2.0 / 24),
        },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
