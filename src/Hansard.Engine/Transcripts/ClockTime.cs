using System.Globalization;

namespace Hansard.Engine.Transcripts;

/// <summary>Times for people to read: 0:07, 12:30, 1:02:03.</summary>
internal static class ClockTime
{
    /// <param name="time">From the start of the recording; fractions of a second are left out.</param>
    public static string Of(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
