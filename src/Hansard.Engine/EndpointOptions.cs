namespace Hansard.Engine;

/// <summary>Wishes for how soon after its last word an utterance is over.</summary>
public sealed record EndpointOptions
{
    /// <summary>The longest silence that can belong to an utterance, whatever was said: 0.5 to 3 s.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>−1 to 1: the greater, the sooner a pause counts as an end.</summary>
    public double Sensitivity { get; init; }

    /// <summary>0 to 3: the greater, the sooner an end is told where the text looks complete.</summary>
    public int LatencyLevel { get; init; }

    /// <summary>The silence that ends an utterance, whatever was said: at least 0.3 s. Null: text and the other wishes decide.</summary>
    public TimeSpan? Silence { get; init; }
}
