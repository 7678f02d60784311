using Hansard.Engine.Translation;

namespace Hansard.Engine;

/// <summary>How one recording is to be transcribed.</summary>
public sealed record TranscriptionOptions
{
    /// <summary>The language spoken throughout (ISO 639-1), or null to identify it.</summary>
    public string? Language { get; init; }

    /// <summary>Hypotheses kept by the beam search; 1 decodes greedily.</summary>
    public int BeamSize { get; init; } = 5;

    /// <summary>Lets the decoder predict timestamp tokens. Off by default: it costs accuracy, and word times come from alignment.</summary>
    public bool PredictTimestamps { get; init; }

    /// <summary>What is to be translated; null: nothing.</summary>
    public TranslationOptions? Translation { get; init; }
}
