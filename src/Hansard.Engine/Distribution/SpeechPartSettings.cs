namespace Hansard.Engine.Distribution;

/// <summary>Settings with which a part is recognised: all that its text depends on besides its windows.</summary>
/// <param name="Model">Name of the speech model.</param>
/// <param name="BeamSize">Hypotheses kept.</param>
/// <param name="PredictTimestamps">Indicates whether timestamp tokens are predicted.</param>
/// <param name="KeepAlternatives">Indicates whether doubtful words have what else was heard in their place.</param>
/// <param name="Context">Subject and terms; null for none.</param>
internal sealed record SpeechPartSettings(
    string Model, int BeamSize, bool PredictTimestamps, bool KeepAlternatives, TranscriptionContext? Context)
{
    /// <summary>Name of the model that is asked which hypothesis is the best; null: none is.</summary>
    public string? Rescorer { get; init; }

    /// <summary>The settings of a caller.</summary>
    /// <param name="options">The caller's.</param>
    /// <param name="model">Name of the speech model.</param>
    /// <param name="rescorer">Name of the speech model's rescorer; null: it has none.</param>
    public static SpeechPartSettings From(TranscriptionOptions options, string model, string? rescorer)
        => new(model, options.BeamSize, options.PredictTimestamps, options.KeepAlternatives, options.Context)
        {
            Rescorer = options.SecondOpinion ? rescorer : null,
        };

    /// <summary>The options of a caller who asks for this.</summary>
    public TranscriptionOptions ToOptions() => new()
    {
        BeamSize = BeamSize,
        PredictTimestamps = PredictTimestamps,
        KeepAlternatives = KeepAlternatives,
        SecondOpinion = Rescorer is not null,
        Context = Context,
    };
}
