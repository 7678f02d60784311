using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Pipeline;

/// <summary>A stretch of a transcript that is aligned with the sound at once.</summary>
/// <param name="Tokens">Indexes of its tokens, in order; no translations.</param>
/// <param name="Start">Where its sound begins.</param>
/// <param name="End">Where its sound ends.</param>
/// <param name="Track">Sound track of its tokens; null: there is one.</param>
internal sealed record AlignmentWindow(IReadOnlyList<int> Tokens, TimeSpan Start, TimeSpan End, int? Track);

/// <summary>Chooses windows around the changed stretches of a corrected transcript.</summary>
internal static class AlignmentWindows
{
    // Words before and after a change, whose times are known, tell the model where in the sound it is.
    private const long ContextMs = 4_000;

    // As with what is cut out of a recording elsewhere: times of words are a little uncertain.
    private const long MarginMs = 300;

    /// <param name="corrected">The corrected transcript.</param>
    /// <param name="maximumSeconds">The longest window.</param>
    /// <param name="part">The part of the recording that was transcribed; null: all of it.</param>
    /// <returns>Windows by track and time. Changes that fit into none are left out.</returns>
    public static IReadOnlyList<AlignmentWindow> Of(CorrectedTranscript corrected, double maximumSeconds, RecordingPart? part = null)
    {
        var tokens = corrected.Tokens;
        int[] spoken = [.. Enumerable.Range(0, tokens.Count).Where(i => tokens[i].StartMs is not null)];
        List<AlignmentWindow> windows = [];
        var longest = (long)(maximumSeconds * 1000);
        var earliest = (long)(part?.Start.TotalMilliseconds ?? 0);
        var latest = part?.End is { } stop ? (long)stop.TotalMilliseconds : long.MaxValue;
        foreach (var group in Groups(corrected, spoken, longest - 2 * MarginMs))
        {
            var (start, end) = Sound(corrected, spoken, group, longest);
            (start, end) = (Math.Max(start, earliest), Math.Min(end, latest));
            if (end - start <= 0 || end - start > longest) continue;
            windows.Add(new AlignmentWindow(
                spoken[group.First..(group.Last + 1)], TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(end),
                tokens[spoken[group.First]].Track));
        }
        return [.. windows.OrderBy(window => window.Track).ThenBy(window => window.Start)];
    }

    // Ranges of spoken tokens with their context; neighbours that share some are one, as far as they fit.
    private static List<TokenRange> Groups(CorrectedTranscript corrected, int[] spoken, long longest)
    {
        var tokens = corrected.Tokens;
        List<TokenRange> groups = [];
        foreach (var change in corrected.Changes)
        {
            var (first, last) = (Place(change.Start), Place(change.End) - 1);
            if (last < first || Length(first, last) > longest) continue;
            var (from, to) = (first, last);
            while (from > 0 && IsContext(from - 1, first) && Length(from - 1, to) <= longest) from--;
            while (to + 1 < spoken.Length && IsContext(to + 1, last) && Length(from, to + 1) <= longest) to++;
            // A word is not cut.
            while (from < first && from > 0 && tokens[spoken[from]].Text is not [' ', ..] && tokens[spoken[from - 1]].Track == Track(first)
                && Script.WritesSpaces(tokens[spoken[from]].Language))
                from++;
            if (groups.Count > 0 && from <= groups[^1].Last && Track(groups[^1].First) == Track(first)
                && Length(groups[^1].First, to) <= longest)
                groups[^1] = groups[^1] with { Last = to };
            else
                groups.Add(new TokenRange(from, to));
        }
        return groups;

        int? Track(int at) => tokens[spoken[at]].Track;

        int Place(int token)
        {
            var found = Array.BinarySearch(spoken, token);
            return found < 0 ? ~found : found;
        }

        bool IsContext(int at, int of) => Track(at) == Track(of)
            && (at < of ? Start(of) - Start(at) : End(at) - End(of)) is >= 0 and <= ContextMs;

        long Length(int from, int to) => End(to) - Start(from);

        long Start(int at) => tokens[spoken[at]].StartMs!.Value;

        long End(int at) => tokens[spoken[at]].EndMs ?? Start(at);
    }

    // Not far into the pause before and after known words, but all of one that new words border on: they may be said anywhere in it.
    private static SoundRange Sound(CorrectedTranscript corrected, int[] spoken, TokenRange range, long longest)
    {
        var (tokens, track) = (corrected.Tokens, corrected.Tokens[spoken[range.First]].Track);
        var (first, last) = (range.First, range.Last);
        var (start, end) = (tokens[spoken[first]].StartMs!.Value, spoken[first..(last + 1)].Max(i => tokens[i].EndMs ?? 0));
        var before = first > 0 && tokens[spoken[first - 1]].Track == track ? tokens[spoken[first - 1]].EndMs ?? 0 : 0;
        var after = last + 1 < spoken.Length && tokens[spoken[last + 1]].Track == track
            ? tokens[spoken[last + 1]].StartMs!.Value
            : long.MaxValue;
        var (earliest, latest) = (Math.Min(before, start), Math.Max(after, end));
        (start, end) = (Math.Max(earliest, start - MarginMs), Math.Min(latest, end + MarginMs));
        if (IsNew(corrected, spoken[first])) start = Math.Min(start, Math.Max(earliest, end - longest));
        if (IsNew(corrected, spoken[last])) end = Math.Max(end, Math.Min(latest, start + longest));
        return new SoundRange(start, end);
    }

    private static bool IsNew(CorrectedTranscript corrected, int token)
        => corrected.Changes.Any(change => change.Start <= token && token < change.End);

    /// <summary>Spoken tokens.</summary>
    /// <param name="First">Place of the first, among spoken ones.</param>
    /// <param name="Last">Place of the last.</param>
    private readonly record struct TokenRange(int First, int Last);

    /// <summary>Sound of a window, in milliseconds.</summary>
    private readonly record struct SoundRange(long Start, long End);
}
