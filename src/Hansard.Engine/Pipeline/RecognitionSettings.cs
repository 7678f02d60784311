using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Settings that all windows of a recording are recognised with.</summary>
/// <param name="BeamSize">Hypotheses kept.</param>
/// <param name="PredictTimestamps">Whether timestamp tokens are predicted.</param>
/// <param name="Context">Terms that may be said; null for none.</param>
internal sealed record RecognitionSettings(int BeamSize, bool PredictTimestamps, ContextTerms? Context)
{
    /// <summary>Indicates whether doubtful words have what else was heard in their place.</summary>
    public bool KeepAlternatives { get; init; }

    /// <summary>Indicates whether a second model is asked which hypothesis is the best.</summary>
    public bool SecondOpinion { get; init; }

    /// <summary>The settings of a caller.</summary>
    public static RecognitionSettings From(TranscriptionOptions options) => new(
        options.BeamSize,
        options.PredictTimestamps,
        options.Context is { } context ? ContextTerms.From(context.General, context.Text, context.Terms) : null)
    {
        KeepAlternatives = options.KeepAlternatives,
        SecondOpinion = options.SecondOpinion,
    };

    /// <summary>A request for one window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="language">Its language; null if nothing tells it.</param>
    public RecognitionRequest Request(SpeechWindow window, string? language)
    {
        SpeechInterval[] speech = [.. window.Regions.Select(r => new SpeechInterval(Seconds(r.Start), Seconds(r.End)))];
        return Request(language) with { Samples = window.Samples, Speech = speech };

        double Seconds(long sample) => (double)(sample - window.StartSample) / AudioSpecification.SampleRate;
    }

    /// <summary>The part that requests for all windows share.</summary>
    /// <param name="language">Their language; null if nothing tells it yet.</param>
    public RecognitionRequest Request(string? language) => new([], [], language)
    {
        BeamSize = BeamSize,
        PredictTimestamps = PredictTimestamps,
        KeepAlternatives = KeepAlternatives,
        SecondOpinion = SecondOpinion,
        Context = Context,
    };
}
