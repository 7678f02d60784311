namespace Hansard.Bench.Scoring;

/// <summary>Diarization error of one recording in seconds, overlap counted, by the rules of ../shared/tools/score.py.</summary>
/// <param name="Total">Speech in the reference; where two speak, both count.</param>
/// <param name="Missed">Speech of the reference that no turn covers.</param>
/// <param name="FalseAlarm">Turns where the reference has nobody (else).</param>
/// <param name="Confusion">Speech given to the wrong speaker, under the best one-to-one mapping.</param>
/// <param name="Speakers">In the reference.</param>
/// <param name="SpeakersFound">In the turns.</param>
internal sealed record DiarizationError(double Total, double Missed, double FalseAlarm, double Confusion, int Speakers, int SpeakersFound)
{
    /// <summary>Scores are counted in steps of 10 ms.</summary>
    private const double Step = 0.01;

    /// <summary>Share of the speech, 0 to 1 and beyond.</summary>
    public double Rate => (Missed + FalseAlarm + Confusion) / Math.Max(Total, 1e-9);

    /// <summary>Adds recordings up.</summary>
    public static DiarizationError Pool(IEnumerable<DiarizationError> errors) => errors.Aggregate((a, b) => new(
        a.Total + b.Total, a.Missed + b.Missed, a.FalseAlarm + b.FalseAlarm, a.Confusion + b.Confusion, a.Speakers + b.Speakers,
        a.SpeakersFound + b.SpeakersFound));

    /// <param name="reference">Turns of those who spoke.</param>
    /// <param name="hypothesis">Turns that were found.</param>
    /// <param name="from">Scored from here, in seconds.</param>
    /// <param name="to">Scored to here.</param>
    /// <param name="collar">Seconds left out on either side of where a turn of the reference begins or ends.</param>
    public static DiarizationError Of(
        IReadOnlyList<ScoredTurn> reference, IReadOnlyList<ScoredTurn> hypothesis, double from, double to, double collar)
    {
        var steps = (int)Math.Round((to - from) / Step);
        var (spoken, found) = (Rows(reference), Rows(hypothesis));
        var kept = new bool[steps];
        Array.Fill(kept, true);
        if (collar > 0)
        {
            foreach (var edge in reference.SelectMany(t => new[] { t.Start, t.End })) Mark(kept, edge - collar, edge + collar, false);
        }

        var (total, missed, alarm, both) = (0, 0, 0, 0);
        var overlap = new int[spoken.Count, found.Count];
        for (var k = 0; k < steps; k++)
        {
            if (!kept[k]) continue;
            int[] said = [.. Enumerable.Range(0, spoken.Count).Where(s => spoken[s][k])];
            int[] hypothesised = [.. Enumerable.Range(0, found.Count).Where(s => found[s][k])];
            total += said.Length;
            missed += Math.Max(0, said.Length - hypothesised.Length);
            alarm += Math.Max(0, hypothesised.Length - said.Length);
            both += Math.Min(said.Length, hypothesised.Length);
            foreach (var s in said) foreach (var h in hypothesised) overlap[s, h]++;
        }
        var confusion = both - BestMapping.Score(overlap);
        return new DiarizationError(total * Step, missed * Step, alarm * Step, confusion * Step, spoken.Count, found.Count);

        List<bool[]> Rows(IReadOnlyList<ScoredTurn> turns) => [.. turns.GroupBy(t => t.Speaker).Select(group =>
        {
            var row = new bool[steps];
            foreach (var turn in group) Mark(row, turn.Start, turn.End, true);
            return row;
        })];

        void Mark(bool[] row, double start, double end, bool value)
        {
            var first = Math.Max(0, (int)Math.Round((start - from) / Step));
            var last = Math.Min(row.Length, (int)Math.Round((end - from) / Step));
            for (var k = first; k < last; k++) row[k] = value;
        }
    }
}
