namespace Hansard.Engine.Pipeline.Live;

/// <summary>Settings of the growing window. Times are in seconds; what was tried is in docs/benchmarks.md (Live).</summary>
internal sealed record LiveSettings
{
    /// <summary>The usual ones.</summary>
    public static LiveSettings Usual { get; } = new();

    /// <summary>Settings for a model and what its caller wants.</summary>
    public static LiveSettings For(Recognition.ISpeechModel model, LiveOptions options) => Usual with
    {
        LongestWindow = Math.Min(Usual.LongestWindow, model.MaximumSeconds - 1),
        LongestDoubt = options.LongestNonFinal.TotalSeconds,
        ClosingBeam = options.Transcription.BeamSize,
        Beam = Math.Min(Usual.Beam, options.Transcription.BeamSize),
    };

    /// <summary>Speech before it is decoded for the first time.</summary>
    public double FirstStep { get; init; } = 0.5;

    /// <summary>New sound before the window is decoded again, at least.</summary>
    public double ShortestStep { get; init; } = 0.8;

    /// <summary>New sound before the window is decoded again, at most.</summary>
    public double LongestStep { get; init; } = 3;

    /// <summary>Share of a core that decoding may take while somebody speaks: steps grow with what a decoding costs.</summary>
    public double Share { get; init; } = 0.4;

    /// <summary>A silence after which what was said is decoded once more, with every second opinion, and is final.</summary>
    public double ClosingPause { get; init; } = 1;

    /// <summary>Sound that must follow a word that two decodings agree on before it is final.</summary>
    public double AgreedMargin { get; init; } = 1.3;

    /// <summary>Sound with final words that is kept before what is not final, for the model to hear what led up to it.</summary>
    public double KeptContext { get; init; } = 8;

    /// <summary>A pause over which nothing is kept.</summary>
    public double LongestPause { get; init; } = 1;

    /// <summary>Sound before the first speech of a window.</summary>
    public double Lead { get; init; } = 0.4;

    /// <summary>Sound before the first speech of all.</summary>
    public double LeadAtStart { get; init; } = 1;

    /// <summary>A window of which so much is not final is closed, whatever is said in it.</summary>
    public double LongestWindow { get; init; } = 24;

    /// <summary>The same where only final words are told: nothing is heard of a longer sentence before.</summary>
    /// <remarks>Shorter than the sound that is taken ahead of the decodings, which would wait for each other.</remarks>
    public double LongestUntold { get; init; } = 12;

    /// <summary>Sound after the last speech of a window that is closed.</summary>
    public double Margin { get; init; } = 0.2;

    /// <summary>Words that end this much before the sound are final whatever decodings say.</summary>
    public double LongestDoubt { get; init; } = 6;

    /// <summary>Hypotheses kept where words may still change.</summary>
    public int Beam { get; init; } = 5;

    /// <summary>Hypotheses kept where they become final for good.</summary>
    public int ClosingBeam { get; init; } = 5;
}
