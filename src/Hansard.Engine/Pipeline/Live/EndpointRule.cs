using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Tells how long a silence must be to end an utterance.</summary>
/// <param name="options">The caller's wishes.</param>
internal sealed class EndpointRule(EndpointOptions options)
{
    // Pauses inside of sentences are rarely longer than a second; after a full sentence 0.6 s are long.
    private const double AfterSentence = 0.6;
    private const double Otherwise = 1.4;

    /// <summary>No silence is shorter: it must be certain that nobody speaks, and what was said be decoded once more.</summary>
    private const double Least = 0.3;

    /// <summary>Each level of latency takes off this share.</summary>
    private const double LevelShare = 0.2;

    /// <summary>The least silence after an utterance.</summary>
    /// <param name="text">What was said last.</param>
    public TimeSpan Silence(string text)
    {
        if (options.Silence is { } exact) return TimeSpan.FromSeconds(Math.Max(Least, exact.TotalSeconds));
        var seconds = Sentences.EndWith(text) ? AfterSentence * (1 - options.LatencyLevel * LevelShare) : Otherwise;
        // A whole step of sensitivity halves the silence, or doubles it.
        seconds = Math.Max(Least, seconds * Math.Pow(2, -options.Sensitivity));
        return TimeSpan.FromSeconds(Math.Min(seconds, options.MaximumDelay.TotalSeconds));
    }
}
