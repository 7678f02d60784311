using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>A text, its words, what is wrong with it, and the window that it was recognised in.</summary>
internal sealed record Attempt(
    Hypothesis Hypothesis, List<AlignedWord> Words, TextFault Fault, double Gap, ICrossAttention Window, bool Owned) : IDisposable
{
    /// <summary>Texts that were dropped for this one.</summary>
    public IReadOnlyList<Hypothesis> Dropped { get; init; } = [];

    // In log-probability a token, by which attempts are compared: of two texts the one that leaves out a sentence, or says its end twice,
    // is often the likelier a token.
    private const double CostOfRepeat = 0.5;
    private const double CostOfGapSecond = 0.3;

    /// <summary>Seconds without words that cost nothing: a pause in a sentence.</summary>
    private const double FreeGap = 0.3;

    /// <summary>Comparable among attempts at the same window.</summary>
    public double Score
        => Hypothesis.AverageLogProbability - (CostOfGapSecond * Math.Max(0, Gap - FreeGap)) - (RepetitionDetector.EndsInRepeat(
            Hypothesis.Tokens)
            ? CostOfRepeat
            : 0);

    /// <summary>Indicates whether more speech than a pause in a sentence has no words.</summary>
    public bool LeavesOut => Gap > SpeechCoverage.DoubtfulGap;

    /// <inheritdoc />
    public void Dispose()
    {
        if (Owned) Window.Dispose();
    }
}
