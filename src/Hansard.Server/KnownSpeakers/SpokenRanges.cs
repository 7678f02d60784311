using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Finds where a speaker of a stored transcript speaks.</summary>
internal static class SpokenRanges
{
    // Within a turn, pauses this long belong to it.
    private const long LongestPauseMs = 1_000;

    /// <summary>The stretches in which one speaker's words follow one another, in the order of time.</summary>
    /// <param name="tokens">A JSON array, as it is stored.</param>
    /// <param name="speaker">As on the tokens.</param>
    public static IReadOnlyList<TimeRange> Of(byte[] tokens, string speaker)
    {
        var ranges = new List<TimeRange>();
        string? before = null;
        foreach (var token in JsonSerializer.Deserialize<TranscriptToken[]>(tokens, JsonSettings.Stored)!)
        {
            // A translation has no times.
            if (token is not { StartMs: { } start, EndMs: { } end }) continue;
            if (token.Speaker == speaker)
            {
                var range = new TimeRange(TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(end));
                if (before == speaker && (range.Start - ranges[^1].End).TotalMilliseconds <= LongestPauseMs)
                    ranges[^1] = ranges[^1] with { End = range.End > ranges[^1].End ? range.End : ranges[^1].End };
                else ranges.Add(range);
            }

            before = token.Speaker;
        }

        return [.. ranges.Where(range => range.End > range.Start)];
    }
}
