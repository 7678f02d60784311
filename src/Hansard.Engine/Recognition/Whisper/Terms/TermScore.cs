namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Comparison of a text with a term and the text without it. Numbers are natural logarithms.</summary>
/// <param name="Loss">How much less likely it is.</param>
/// <param name="Mean">Log-probability of the term's tokens.</param>
/// <param name="Least">Of the least likely one.</param>
internal readonly record struct TermScore(double Loss, double Mean, double Least)
{
    /// <summary>Compares two texts.</summary>
    /// <param name="without">Log-probability of the text without the term.</param>
    /// <param name="with">Log-probabilities of the text with it.</param>
    /// <param name="first">Index of the term's first token.</param>
    /// <param name="count">Number of the term's tokens.</param>
    public static TermScore Of(double without, double[] with, int first, int count)
    {
        var term = with.AsSpan(first, count);
        var (sum, least) = (0.0, 0.0);
        foreach (var probability in term) (sum, least) = (sum + probability, Math.Min(least, probability));
        return new TermScore(without - with.Sum(), sum / count, least);
    }

    /// <summary>Determines whether a margin allows it.</summary>
    public bool IsWithin(TermAllowance allowance)
        => Loss <= allowance.Loss && Mean >= allowance.LeastMean && Least >= allowance.LeastToken;
}
