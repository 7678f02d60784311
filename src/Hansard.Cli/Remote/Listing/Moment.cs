using System.Globalization;

namespace Hansard.Cli.Remote.Listing;

/// <summary>Times and lengths in tables.</summary>
internal static class Moment
{
    /// <summary>A time, in UTC, to the minute.</summary>
    public static string Show(DateTimeOffset? time)
        => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The length of a recording.</summary>
    public static string Show(TimeSpan? length)
        => length is { } time ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}") : "";

    /// <summary>Time that has gone since, in its largest unit.</summary>
    public static string Age(DateTimeOffset? time, DateTimeOffset now) => time is not { } then ? "" : (now - then) switch
    {
        { TotalSeconds: < 90 } age => $"{Math.Max(0, (int)age.TotalSeconds)} s",
        { TotalMinutes: < 90 } age => $"{(int)age.TotalMinutes} min",
        { TotalHours: < 36 } age => $"{(int)age.TotalHours} h",
        var age => $"{(int)age.TotalDays} d",
    };
}
