using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>A text, its words, what is wrong with it, and the window that it was recognised in.</summary>
internal sealed record Attempt(
    Hypothesis Hypothesis, List<AlignedWord> Words, TextFault Fault, double Gap, ICrossAttention Window, bool Owned) : IDisposable
{
    private const double DoubtfulGap = 0.8;
    private const double CostOfRepeat = 0.5;
    private const double CostOfGap = 0.3;

    /// <summary>Comparable among attempts at the same window.</summary>
    public double Score
        => Hypothesis.AverageLogProbability - (CostOfGap * Math.Max(0, Gap - 0.3)) - (RepetitionDetector.EndsInRepeat(Hypothesis.Tokens)
            ? CostOfRepeat
            : 0);

    /// <summary>Indicates whether more speech than a pause in a sentence has no words.</summary>
    public bool LeavesOut => Gap > DoubtfulGap;

    /// <summary>Indicates whether another attempt is worth its time.</summary>
    public bool IsDoubtful => Fault is not TextFault.None || LeavesOut;

    /// <inheritdoc />
    public void Dispose()
    {
        if (Owned) Window.Dispose();
    }
}
