namespace Hansard.Engine.Transcripts;

/// <summary>Divides tokens into subtitles, and these into lines.</summary>
/// <remarks>
/// Between two pauses or changes of speaker, the division with the least total cost is found by dynamic programming, as Knuth and
/// Plass break paragraphs: a break costs little after a sentence or clause and much inside one, and subtitles and lines of even
/// length cost least. The weights are chosen by eye on English, German and Japanese transcripts. O(n) in the number of words.
/// </remarks>
internal sealed class SubtitleComposer
{
    // Costs of ending a subtitle; a line break inside one costs LineShare of it.
    private const double EachSubtitle = 5;
    private const double ClauseBreak = 4;
    private const double WordBreak = 14;
    private const double AfterShortWord = 5;
    private const double AtBreath = -3;
    private const double LineShare = 0.5;

    // A subtitle that ends one sentence and begins another: complete ones together are fine, a begun one is not.
    private const double TwoSentences = 1;
    private const double BegunSentence = 6;

    private const double Unevenness = 6;
    private const double UnevenLines = 3;
    private const double TooShort = 8;
    private const long BreathMs = 250;
    private const int ShortWordCells = 3;

    private readonly SubtitleOptions _options;
    private readonly Func<string, string>? _label;

    /// <param name="options">Widths and times.</param>
    /// <param name="label">What will be written before the first line of a speaker's turn; null: nothing.</param>
    public SubtitleComposer(SubtitleOptions options, Func<string, string>? label)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LineWidth, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.MaximumLines is 1 or 2, true);
        (_options, _label) = (options, label);
    }

    /// <param name="tokens">Tokens with times, in time order.</param>
    /// <returns>Cues in time order, none overlapping another of the same speaker.</returns>
    public IReadOnlyList<SubtitleCue> Compose(IReadOnlyList<TranscriptToken> tokens)
    {
        var widestLabel = tokens.Select(t => t.Speaker).Distinct().Select(LabelCells).DefaultIfEmpty(0).Max();
        var units = SubtitleUnit.Of(tokens, Math.Max(2, _options.LineWidth - widestLabel));
        var cues = new List<SubtitleCue>();
        for (var start = 0; start < units.Count;)
        {
            var end = start + 1;
            while (end < units.Count && !Separates(units[end - 1], units[end])) end++;
            var begins = units[start].Speaker is not null && (start == 0 || units[start - 1].Speaker != units[start].Speaker);
            cues.AddRange(ComposeBlock(
                new Block([.. units.Skip(start).Take(end - start)], begins ? LabelCells(units[start].Speaker) : 0), begins));
            start = end;
        }

        return Timed(cues);
    }

    /// <summary>Words that one speaker says without a pause.</summary>
    private sealed record Block(SubtitleUnit[] Units, int LabelCells);

    /// <summary>Lines of one subtitle: the second begins at a unit, or there is none.</summary>
    private readonly record struct Layout(int? SecondLine, double Cost);

    private int LabelCells(string? speaker) => speaker is null || _label is null ? 0 : Script.Cells(_label(speaker));

    private bool Separates(SubtitleUnit before, SubtitleUnit after)
        => before.Speaker != after.Speaker || after.StartMs - before.EndMs > _options.MaximumPause.TotalMilliseconds;

    private Stack<SubtitleCue> ComposeBlock(Block block, bool begins)
    {
        var units = block.Units;
        var best = new (double Cost, int From, int? SecondLine)[units.Length + 1];
        for (var end = 1; end <= units.Length; end++)
        {
            best[end] = (double.PositiveInfinity, end - 1, null);
            for (var from = end - 1; from >= 0; from--)
            {
                if (Lay(block, from, end) is not { } layout) break;
                var cost = best[from].Cost + layout.Cost + CostOf(units, from, end);
                if (cost < best[end].Cost) best[end] = (cost, from, layout.SecondLine);
            }
        }

        var cues = new Stack<SubtitleCue>();
        for (var end = units.Length; end > 0; end = best[end].From)
        {
            var (_, from, second) = best[end];
            string[] lines = second is { } middle ? [Line(units, from, middle), Line(units, middle, end)] : [Line(units, from, end)];
            cues.Push(new SubtitleCue(
                TimeSpan.FromMilliseconds(units[from].StartMs), TimeSpan.FromMilliseconds(EndMs(units, from, end)), lines, units[0].Speaker,
                begins && from == 0));
        }

        return cues;
    }

    // The cheapest way to set the units in lines; null if they do not fit, or take too long.
    private Layout? Lay(Block block, int from, int end)
    {
        var units = block.Units;
        var label = from == 0 ? block.LabelCells : 0;
        if (end - from == 1) return new Layout(null, 0);
        if (EndMs(units, from, end) - units[from].StartMs > _options.MaximumDuration.TotalMilliseconds) return null;
        var width = label + Width(units, from, end);
        if (width <= _options.LineWidth) return new Layout(null, 0);
        if (_options.MaximumLines == 1 || width > 2 * _options.LineWidth + 1) return null;

        Layout? best = null;
        var first = label + units[from].Cells;
        for (var middle = from + 1; middle < end && first <= _options.LineWidth; middle++)
        {
            var second = width - first - (units[middle].SpaceBefore ? 1 : 0);
            if (second <= _options.LineWidth)
            {
                var uneven = (double)(first - second) / _options.LineWidth;
                var cost = LineShare * BreakCost(units, middle) + UnevenLines * uneven * uneven;
                if (best is null || cost < best.Value.Cost) best = new Layout(middle, cost);
            }

            first += units[middle].Cells + (units[middle].SpaceBefore ? 1 : 0);
        }

        return best;
    }

    private double CostOf(SubtitleUnit[] units, int from, int end)
    {
        var cost = EachSubtitle;
        if (end < units.Length) cost += BreakCost(units, end);
        var complete = end == units.Length || units[end - 1].EndsSentence;
        for (var i = from; i < end - 1; i++)
            if (units[i].EndsSentence) cost += complete ? TwoSentences : BegunSentence;

        var empty = 1 - (double)Width(units, from, end) / (_options.MaximumLines * _options.LineWidth);
        cost += Unevenness * empty * empty;
        var time = (end < units.Length ? units[end].StartMs : units[end - 1].EndMs) - units[from].StartMs;
        return cost + TooShort * Math.Max(0, 1 - time / _options.MinimumDuration.TotalMilliseconds);
    }

    // What it costs to begin a line or subtitle with a unit.
    private static double BreakCost(SubtitleUnit[] units, int at)
    {
        var before = units[at - 1];
        if (before.EndsSentence) return 0;
        if (before.EndsClause) return ClauseBreak;

        // Articles, prepositions and conjunctions are short in most languages, and belong to what follows them.
        var cost = WordBreak + (units[at].SpaceBefore && before.Cells <= ShortWordCells ? AfterShortWord : 0);
        return units[at].StartMs - before.EndMs >= BreathMs ? cost + AtBreath : cost;
    }

    private static int Width(SubtitleUnit[] units, int from, int end)
    {
        var width = units[from].Cells;
        for (var i = from + 1; i < end; i++) width += units[i].Cells + (units[i].SpaceBefore ? 1 : 0);
        return width;
    }

    private static long EndMs(SubtitleUnit[] units, int from, int end)
    {
        var latest = units[from].EndMs;
        for (var i = from + 1; i < end; i++) latest = Math.Max(latest, units[i].EndMs);
        return latest;
    }

    private static string Line(SubtitleUnit[] units, int from, int end)
        => string.Concat(units.Skip(from).Take(end - from).Select((u, i) => u.SpaceBefore && i > 0 ? " " + u.Text : u.Text));

    // Each cue stays as long as it takes to read, if the next one lets it.
    private List<SubtitleCue> Timed(List<SubtitleCue> cues)
    {
        var timed = new List<SubtitleCue>(cues.Count);
        var start = TimeSpan.FromMilliseconds(-1);
        foreach (var cue in cues)
        {
            // Two speakers may begin at once.
            var later = start + TimeSpan.FromMilliseconds(1);
            start = cue.Start > later ? cue.Start : later;
            timed.Add(cue with { Start = start });
        }

        Dictionary<string, TimeSpan> nextOwn = [];
        for (var i = timed.Count - 1; i >= 0; i--)
        {
            var cue = timed[i];
            var reading = TimeSpan.FromSeconds(Math.Round(cue.Lines.Sum(Script.Cells) / _options.ReadingSpeed, 3));
            var end = Latest(cue.End, cue.Start + _options.MinimumDuration, cue.Start + reading);
            end = Earliest(end, cue.Start + _options.MaximumDuration);
            // Somebody else who speaks at the same time (on another channel) cuts off only what is not spoken any more.
            if (i + 1 < timed.Count) end = Earliest(end, Latest(timed[i + 1].Start, cue.End));
            if (nextOwn.TryGetValue(cue.Speaker ?? "", out var own)) end = Earliest(end, own);
            nextOwn[cue.Speaker ?? ""] = cue.Start;
            timed[i] = cue with { End = end };
        }

        return timed;
    }

    private static TimeSpan Latest(params ReadOnlySpan<TimeSpan> times)
    {
        var latest = times[0];
        foreach (var time in times) latest = time > latest ? time : latest;
        return latest;
    }

    private static TimeSpan Earliest(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
