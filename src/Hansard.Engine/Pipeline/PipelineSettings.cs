using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// Settings of how much the stages take together before they go on: much where a recording is there and the best text is wanted, little
/// where somebody waits for each word.
/// </summary>
internal sealed record PipelineSettings
{
    /// <summary>For a recording that is there.</summary>
    public static PipelineSettings Recording { get; } = new();

    /// <summary>
    /// For sound that is still arriving: each stretch of speech goes through all stages by itself, as soon as the pause after it is
    /// certain. Short stretches are recognised less well so than joined to their neighbours.
    /// </summary>
    public static PipelineSettings Live { get; } = new()
    {
        BlockFrames = 8,
        LanguageParts = 1,
        JoinsSegments = false,
        BatchesWindows = false,
    };

    /// <summary>Frames of 32 ms that are read at once.</summary>
    public int BlockFrames { get; init; } = VoiceActivityDetector.BlockFrames;

    /// <summary>Parts of segments whose languages are decided together.</summary>
    public int LanguageParts { get; init; } = SegmentLanguages.UsualBlockParts;

    /// <summary>Indicates whether neighbouring segments share a window.</summary>
    public bool JoinsSegments { get; init; } = true;

    /// <summary>Indicates whether windows are recognised together where the model gains by it.</summary>
    public bool BatchesWindows { get; init; } = true;
}
