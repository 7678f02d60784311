using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition;

/// <summary>A window to be recognised.</summary>
/// <param name="Samples">16 kHz mono, at most <see cref="ISpeechModel.MaximumSeconds"/>.</param>
/// <param name="Speech">Where in it somebody speaks: text must account for it.</param>
/// <param name="Language">
/// A language of the model; null where nothing tells it, which a model with <see cref="ILanguageIdentifier"/> is never asked.
/// </param>
internal sealed record RecognitionRequest(float[] Samples, IReadOnlyList<SpeechInterval> Speech, string? Language)
{
    /// <summary>The most hypotheses that any request may ask for.</summary>
    public const int MaximumBeam = 10;

    /// <summary>Hypotheses kept, up to <see cref="MaximumBeam"/>; 1 is the fastest, and keeps a spare one.</summary>
    public int BeamSize { get; init; } = 5;

    /// <summary>Indicates whether timestamp tokens are predicted.</summary>
    public bool PredictTimestamps { get; init; }

    /// <summary>Indicates whether doubtful words have what else was heard in their place.</summary>
    public bool KeepAlternatives { get; init; }

    /// <summary>Indicates whether a second model is asked which hypothesis is the best, where the model has one for the language.</summary>
    public bool SecondOpinion { get; init; }

    /// <summary>The task.</summary>
    public SpeechTask Task { get; init; } = SpeechTask.Transcribe;

    /// <summary>Tells the language from the window itself, in place of <see cref="Language"/>; null where that one counts.</summary>
    /// <remarks>A family that does not tell languages, or tells them itself, ignores it.</remarks>
    public ILanguageChoice? LanguageChoice { get; init; }

    /// <summary>
    /// Tokens that the window's text begins with, as recognised before: what follows them is looked for. Tokens of the result begin with
    /// them. A family that cannot go on from a text ignores it.
    /// </summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Indicates whether a text that cannot be right is decoded again in other ways; false takes the first, and tells.</summary>
    public bool HasFallback { get; init; } = true;

    /// <summary>Terms that may be said; null for none.</summary>
    public ContextTerms? Context { get; init; }

    /// <summary>Length of the speech in the window.</summary>
    public double SpeechSeconds => Speech.Sum(s => s.End - s.Start);

    /// <summary>Length of the samples.</summary>
    public double Seconds => (double)Samples.Length / AudioSpecification.SampleRate;

    /// <summary>The language, for a model that has to be told it.</summary>
    /// <exception cref="InvalidOperationException">None was given.</exception>
    public string RequiredLanguage => Language
        ?? throw new InvalidOperationException("This model has to be told the language of a window, and identifies it for that.");
}
