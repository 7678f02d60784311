namespace Hansard.Translation.Neural;

/// <summary>The sequence that a decoder wrote.</summary>
/// <param name="Ids">Target ids without beginning and end.</param>
/// <param name="LogProbability">Sum of the natural-log probabilities of all ids, and of the end if it was reached.</param>
/// <param name="Ended">Whether the model ended the sentence, and not the limit of its length.</param>
internal sealed record TargetSequence(IReadOnlyList<int> Ids, double LogProbability, bool Ended)
{
    /// <summary>The geometric mean of the tokens' probabilities, 0 to 1.</summary>
    public double Confidence => Math.Exp(LogProbability / (Ids.Count + (Ended ? 1 : 0)));
}
