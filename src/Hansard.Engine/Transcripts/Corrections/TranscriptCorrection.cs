namespace Hansard.Engine.Transcripts.Corrections;

/// <summary>Puts corrected text into a transcript, so that all words that did not change keep their tokens.</summary>
public static class TranscriptCorrection
{
    /// <summary>Corrects the text of a transcript.</summary>
    /// <param name="transcript">The transcript that was corrected.</param>
    /// <param name="passages">All of its text as it is to be, in order: one passage for all, one a turn, or one a paragraph.</param>
    /// <remarks>
    /// New words take the time of those that they replace, or stand in the pause where they were put, shared by their length, with
    /// confidence 1; what else a token says is taken from the words replaced or around. A translation stays where any of what it
    /// translates does. The text of all passages in their order, unchanged, gives the same tokens.
    /// </remarks>
    public static CorrectedTranscript Apply(Transcript transcript, IReadOnlyList<CorrectedPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(passages);
        var tokens = transcript.Tokens;
        int[] spoken = [.. Enumerable.Range(0, tokens.Count).Where(i => tokens[i].TranslationStatus is not TranslationStatus.Translation)];
        var before = TextAtom.Cut(spoken.Select(i => tokens[i].Text), arePassages: false);
        var after = TextAtom.Cut(passages.Select(passage => passage.Text), arePassages: true);
        var units = Units(before, spoken.Length);
        Keep(units, before, after);

        var writer = new CorrectionWriter(tokens, spoken, passages, after, transcript.Duration);
        for (int unit = 0, atom = 0; unit < units.Count || atom < after.Count;)
        {
            if (unit < units.Count && units[unit].Kept == atom)
            {
                writer.Keep(units[unit], before);
                atom += units[unit].Atoms;
                unit++;
                continue;
            }
            var next = unit;
            while (next < units.Count && units[next].Kept < 0) next++;
            var end = next < units.Count ? units[next].Kept : after.Count;
            writer.Replace(unit < next ? units[unit].First : null, unit < next ? units[next - 1].Last : null, atom, end, Peek(units, next));
            (unit, atom) = (next, end);
        }
        return writer.Finish();
    }

    private static TokenUnit? Peek(List<TokenUnit> units, int index) => index < units.Count ? units[index] : null;

    // Tokens that share an atom are kept or replaced together. One without any belongs to the one before.
    private static List<TokenUnit> Units(List<TextAtom> atoms, int tokens)
    {
        List<TokenUnit> units = [];
        for (var atom = 0; atom < atoms.Count;)
        {
            var (end, last) = (atom, atoms[atom].LastOwner);
            while (end < atoms.Count && atoms[end].Owner <= last) last = Math.Max(last, atoms[end++].LastOwner);
            var first = units.Count == 0 ? 0 : units[^1].Last + 1;
            units.Add(new TokenUnit(first, (end < atoms.Count ? atoms[end].Owner : tokens) - 1, atom, end - atom));
            atom = end;
        }
        return units;
    }

    private static void Keep(List<TokenUnit> units, List<TextAtom> before, List<TextAtom> after)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var matches = SequenceMatch.Of(Names(before), Names(after));
        var partners = new int[before.Count];
        partners.AsSpan().Fill(-1);
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] >= 0) partners[matches[i]] = i;
        }
        foreach (var unit in units)
        {
            var start = partners[unit.Atom];
            var isSame = start >= 0;
            for (var i = 1; isSame && i < unit.Atoms; i++)
                isSame = partners[unit.Atom + i] == start + i && after[start + i].Gap == before[unit.Atom + i].Gap;
            if (isSame) unit.Kept = start;
        }

        int[] Names(List<TextAtom> atoms)
        {
            var numbers = new int[atoms.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!names.TryGetValue(atoms[i].Text, out numbers[i])) names.Add(atoms[i].Text, numbers[i] = names.Count);
            }
            return numbers;
        }
    }
}
