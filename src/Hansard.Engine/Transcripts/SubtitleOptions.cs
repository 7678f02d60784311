namespace Hansard.Engine.Transcripts;

/// <summary>Layout of subtitles. The defaults are those that broadcasters' and streaming services' guides agree on.</summary>
public sealed record SubtitleOptions
{
    /// <summary>Cells in a line, at least 2: a Latin letter takes one, a Chinese or Japanese character two.</summary>
    public int LineWidth { get; init; } = 42;

    /// <summary>Lines on the screen at once.</summary>
    public int MaximumLines { get; init; } = 2;

    /// <summary>The longest that a subtitle stays.</summary>
    public TimeSpan MaximumDuration { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>A subtitle stays at least this long if the next one leaves it the time.</summary>
    public TimeSpan MinimumDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A longer pause ends a subtitle.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A subtitle stays until it can be read at this many cells per second, if the next one leaves it the time.</summary>
    public double ReadingSpeed { get; init; } = 17;

    /// <summary>The least time between two subtitles, if the first can be shorter.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Frames a second of the film, to whose frames the times are moved; null: they stay as they are.</summary>
    public double? FrameRate { get; init; }
}
