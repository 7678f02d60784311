using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition;

/// <summary>A window to be recognised.</summary>
/// <param name="Samples">16 kHz mono, at most <see cref="WhisperModel.MaximumSeconds"/>.</param>
/// <param name="Speech">Where in it somebody speaks, in seconds from its start: text must account for it.</param>
/// <param name="Language">A language of the model.</param>
internal sealed record RecognitionRequest(float[] Samples, IReadOnlyList<(double Start, double End)> Speech, string Language)
{
    /// <summary>Hypotheses kept; 1 decodes greedily.</summary>
    public int BeamSize { get; init; } = 5;

    /// <summary>Whether timestamp tokens are predicted.</summary>
    public bool PredictTimestamps { get; init; }

    /// <summary>The words as they are said, or in English. A translation's words have no times.</summary>
    public Prompt.Task Task { get; init; } = Prompt.Task.Transcribe;

    /// <summary>Text before the window, as tokens; empty for none.</summary>
    public IReadOnlyList<int> Previous { get; init; } = [];

    /// <summary>What may be said; null for none.</summary>
    public Context.ContextTerms? Context { get; init; }

    /// <summary>How much of the window is speech.</summary>
    public double SpeechSeconds => Speech.Sum(s => s.End - s.Start);

    /// <summary>Length of the samples.</summary>
    public double Seconds => (double)Samples.Length / Audio.AudioSpecification.SampleRate;
}
