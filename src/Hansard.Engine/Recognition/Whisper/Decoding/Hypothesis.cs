namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>A candidate for what was said in a window.</summary>
/// <param name="Tokens">Text and timestamp tokens, without prompt and end.</param>
/// <param name="LogProbability">Sum over the tokens, and the end's if it was reached.</param>
/// <param name="Finished">Whether the end was reached; false at the length limit and for a stopped loop.</param>
internal sealed record Hypothesis(IReadOnlyList<int> Tokens, double LogProbability, bool Finished)
{
    /// <summary>Tokens at the beginning that were given, and count in no probability.</summary>
    public int Given { get; init; }

    /// <summary>By which its words are aligned; null if it was not kept.</summary>
    public DecodingEvidence? Evidence { get; init; }

    /// <summary>A second model's opinion: what is added to the mean log-probability where hypotheses are compared.</summary>
    public double Opinion { get; init; }

    /// <summary>Mean over the tokens and the end, as openai/whisper's avg_logprob.</summary>
    public double AverageLogProbability => LogProbability / Math.Max(1, Tokens.Count - Given + 1);

    /// <summary>Mean over the tokens without counting the end, as openai/whisper ranks.</summary>
    public double MeanLogProbability => LogProbability / Math.Max(1, Tokens.Count - Given);
}
