namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Estimates the times of new words from those around and those that they replace.</summary>
/// <param name="before">The token before; null: there is none.</param>
/// <param name="after">The token after; null: there is none.</param>
/// <param name="duration">Of the recording; zero: not known.</param>
internal sealed class CorrectedTimes(TranscriptToken? before, TranscriptToken? after, TimeSpan duration)
{
    // About 15 letters a second, as people talk; the pause that a word is put into is often far longer than it.
    private const long LetterMs = 65;

    /// <param name="pieces">The new text.</param>
    /// <param name="removed">Tokens that it replaces.</param>
    /// <param name="origins">Tokens that the new ones take their labels from; null: there is none.</param>
    /// <returns>A range for each piece, in order; punctuation takes no time.</returns>
    public TokenTime[] Of(List<NewPiece> pieces, TranscriptToken[] removed, TranscriptToken?[] origins)
    {
        TranscriptToken[] sounding = [.. removed.Where(token => token.Text.EnumerateRunes().Any(IsSpoken))];
        var words = pieces.Count(piece => piece.Letters > 0);
        var times = new TokenTime[pieces.Count];
        var all = pieces.Sum(piece => (long)piece.Letters);
        var range = sounding.Length > 0 ? Replaced(sounding, all) : Inserted(all, origins);
        var (at, word, letters) = (range.StartMs, 0, 0L);
        if (pieces[0].Letters == 0 && before is not null && before.Track == origins[0]?.Track) at = Math.Min(End(before), range.StartMs);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Letters == 0)
            {
                times[i] = new TokenTime(at, at);
                continue;
            }
            if (words == sounding.Length)
            {
                var start = Math.Max(at, Start(sounding[word]));
                times[i] = new TokenTime(start, Math.Max(start, End(sounding[word++])));
            }
            else
            {
                var length = range.EndMs - range.StartMs;
                var start = range.StartMs + length * letters / all;
                letters += pieces[i].Letters;
                times[i] = new TokenTime(start, range.StartMs + length * letters / all);
            }
            at = times[i].EndMs;
        }
        return times;
    }

    // The time of what was said there, and more of the pauses around it where there is more to say.
    private TokenTime Replaced(TranscriptToken[] sounding, long letters)
    {
        var track = sounding[0].Track;
        TranscriptToken[] own = [.. sounding.Where(token => token.Track == track)];
        var (start, end) = (Start(own[0]), own.Max(End));
        var wanted = letters * LetterMs;
        if (end - start < wanted && after is not null && after.Track == track) end = Math.Max(end, Math.Min(start + wanted, Start(after)));
        if (end - start < wanted && before is not null && before.Track == track)
            start = Math.Min(start, Math.Max(end - wanted, End(before)));
        return new TokenTime(start, Math.Max(start, end));
    }

    private TokenTime Inserted(long letters, TranscriptToken?[] origins)
    {
        var wanted = letters * LetterMs;
        var track = origins[0]?.Track;
        var (former, next) = (before?.Track == track ? before : null, after?.Track == track ? after : null);
        var last = duration > TimeSpan.Zero ? (long)duration.TotalMilliseconds : long.MaxValue;
        if (former is not null && (next is null || !ReferenceEquals(origins[0], next)))
        {
            var start = End(former);
            var limit = next is null ? Math.Max(start, last) : Math.Max(start, Start(next));
            return new TokenTime(start, Math.Min(start + wanted, limit));
        }
        if (next is null) return new TokenTime(0, Math.Min(wanted, last));
        var end = Start(next);
        var first = former is null ? 0 : Math.Min(end, End(former));
        return new TokenTime(Math.Max(first, end - wanted), end);
    }

    private static bool IsSpoken(System.Text.Rune rune) => !System.Text.Rune.IsWhiteSpace(rune) && !Script.IsMark(rune);

    private static long Start(TranscriptToken token) => token.StartMs ?? 0;

    private static long End(TranscriptToken token) => Math.Max(Start(token), token.EndMs ?? 0);
}

/// <summary>Time of a token.</summary>
/// <param name="StartMs">From the start of the recording.</param>
/// <param name="EndMs">Not before the start.</param>
internal readonly record struct TokenTime(long StartMs, long EndMs);
