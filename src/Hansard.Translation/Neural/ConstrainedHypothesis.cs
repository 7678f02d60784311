using System.Collections.Immutable;

namespace Hansard.Translation.Neural;

/// <summary>A sentence that <see cref="ConstrainedDecoder"/> is writing.</summary>
/// <param name="Ids">Written so far.</param>
/// <param name="LogProbability">Sum over them, natural logarithm.</param>
/// <param name="Met">Bit p: phrase p is written.</param>
/// <param name="Phrase">The phrase being written, −1 if none.</param>
/// <param name="Progress">Ids of it written so far.</param>
/// <param name="IsAtStart">Whether it is written as at the start of a sentence.</param>
internal sealed record ConstrainedHypothesis(
    ImmutableList<int> Ids, double LogProbability, uint Met, int Phrase, int Progress, bool IsAtStart)
{
    /// <summary>Nothing written yet.</summary>
    public static ConstrainedHypothesis Empty { get; } = new([], 0, 0, -1, 0, false);

    /// <summary>Mean log-probability of an id, by which sentences of different lengths compare.</summary>
    public double Score => LogProbability / (Ids.Count + 1);

    /// <summary>The ids being written one after the other, of the phrase in hand.</summary>
    public int[] Current(IReadOnlyList<RequiredPhrase> phrases) => IsAtStart ? phrases[Phrase].AtStart : phrases[Phrase].Inside;

    /// <summary>Ids of phrases written: the bank in which a hypothesis competes.</summary>
    public int Bank(IReadOnlyList<RequiredPhrase> phrases)
    {
        var bank = Progress;
        for (var p = 0; p < phrases.Count; p++)
            if ((Met >> p & 1) != 0) bank += phrases[p].Inside.Length;
        return bank;
    }

    /// <summary>Begins or goes on with a phrase.</summary>
    /// <param name="phrase">Its index.</param>
    /// <param name="logProbability">Of the id that is added.</param>
    /// <param name="phrases">All phrases.</param>
    public ConstrainedHypothesis Advance(int phrase, double logProbability, IReadOnlyList<RequiredPhrase> phrases)
    {
        var atStart = Phrase < 0 ? Ids.Count == 0 : IsAtStart;
        var ids = atStart ? phrases[phrase].AtStart : phrases[phrase].Inside;
        var (written, progress) = (Ids.Add(ids[Progress]), Progress + 1);
        return progress == ids.Length
            ? new ConstrainedHypothesis(written, LogProbability + logProbability, Met | 1u << phrase, -1, 0, false)
            : new ConstrainedHypothesis(written, LogProbability + logProbability, Met, phrase, progress, atStart);
    }
}
