using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Transcripts.Import;

/// <summary>Puts the words of cues into the times of their cues.</summary>
/// <remarks>
/// Words that were recognised or aligned within the time of their cue stay there; the others share what is left between them by their
/// length. Whatever their times are worth, no word is outside its cue.
/// </remarks>
internal static class CueTimes
{
    // Cues begin and end on frames, and a little before and after the words.
    private const long ToleranceMs = 500;

    /// <param name="corrected">A transcript that has the text of the passages in their order.</param>
    /// <param name="passages">Passages with times.</param>
    /// <returns>Its tokens in their cues; changes are those whose time is estimated, and go over no cue's end.</returns>
    public static CorrectedTranscript Fit(CorrectedTranscript corrected, IReadOnlyList<ImportedPassage> passages)
    {
        TranscriptToken[] tokens = [.. corrected.Tokens];
        int[] spoken = [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i].TranslationStatus is not TranslationStatus.Translation)];
        var isNew = new bool[tokens.Length];
        foreach (var change in corrected.Changes) isNew.AsSpan(change.Start, change.End - change.Start).Fill(true);
        List<ChangedTokens> changes = [];
        var (at, left) = (0, 0L);
        for (var passage = 0; passage < passages.Count;)
        {
            var time = passages[passage].Time!.Value;
            for (; passage < passages.Count && passages[passage].Time == time; passage++) left += TextAtom.Length(passages[passage].Text);
            var first = at;
            while (at < spoken.Length && (left > 0 || TextAtom.Length(tokens[spoken[at]].Text) == 0))
                left -= TextAtom.Length(tokens[spoken[at++]].Text);
            Fit(tokens, spoken.AsSpan(first, at - first), time, isNew);
            AddChanges(changes, spoken.AsSpan(first, at - first), isNew);
        }
        return new CorrectedTranscript(tokens, changes);
    }

    private static void Fit(TranscriptToken[] tokens, ReadOnlySpan<int> cue, TimeRange time, bool[] isNew)
    {
        var (start, end) = ((long)time.Start.TotalMilliseconds, (long)time.End.TotalMilliseconds);
        var isKept = new bool[cue.Length];
        var latest = start;
        for (var i = 0; i < cue.Length; i++)
        {
            var token = tokens[cue[i]];
            var (from, to) = (token.StartMs ?? 0, Math.Max(token.StartMs ?? 0, token.EndMs ?? 0));
            var (first, last) = (Math.Clamp(from, start, end), Math.Clamp(to, start, end));
            isKept[i] = Math.Abs(from - first) <= ToleranceMs && Math.Abs(to - last) <= ToleranceMs && first >= latest;
            if (!isKept[i]) continue;
            tokens[cue[i]] = token with { StartMs = first, EndMs = last };
            latest = last;
        }
        for (var i = 0; i < cue.Length; i++)
        {
            if (isKept[i]) continue;
            var next = i;
            while (next < cue.Length && !isKept[next]) next++;
            var from = i == 0 ? start : tokens[cue[i - 1]].EndMs!.Value;
            var to = next == cue.Length ? end : tokens[cue[next]].StartMs!.Value;
            Share(tokens, cue[i..next], from, to);
            foreach (var token in cue[i..next]) isNew[token] = true;
            i = next;
        }
    }

    private static void Share(TranscriptToken[] tokens, ReadOnlySpan<int> run, long from, long to)
    {
        long all = 0;
        foreach (var i in run) all += Letters(tokens[i]);
        var before = 0L;
        foreach (var i in run)
        {
            var after = before + Letters(tokens[i]);
            var (first, last) = all == 0 ? (from, from) : (from + (to - from) * before / all, from + (to - from) * after / all);
            tokens[i] = tokens[i] with { StartMs = first, EndMs = last };
            before = after;
        }
    }

    private static void AddChanges(List<ChangedTokens> changes, ReadOnlySpan<int> cue, bool[] isNew)
    {
        for (var i = 0; i < cue.Length; i++)
        {
            if (!isNew[cue[i]]) continue;
            var first = i;
            while (i + 1 < cue.Length && isNew[cue[i + 1]]) i++;
            changes.Add(new ChangedTokens(cue[first], cue[i] + 1));
        }
    }

    // Punctuation takes no time.
    private static int Letters(TranscriptToken token)
        => token.Text.EnumerateRunes().Count(rune => !System.Text.Rune.IsWhiteSpace(rune) && !Script.IsMark(rune));
}
