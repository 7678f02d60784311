using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Terms;

/// <summary>Decides whether a term was said, by the recording and the model alone: with neither prompt nor bias.</summary>
/// <remarks>
/// A term is believed if the text with it is not much less likely than the text without it, which the search found to be the likeliest. In
/// the evaluation recordings "Zestoretic" is less likely by 2.1 than "zestoregic" (4 tokens) and "Acetylcarnitine" by 2.8 than "Acetyl
/// carotene" (7 tokens); the name of another drug in that place costs 34 (4 tokens). Numbers are natural logarithms.
/// </remarks>
/// <param name="configuration">The model's special ids.</param>
/// <param name="decoder">The network.</param>
internal sealed class TermEvidence(WhisperConfiguration configuration, ITextDecoder decoder)
{
    /// <summary>Computes the likelihood of a text.</summary>
    /// <param name="window">The window attended to.</param>
    /// <param name="language">Of the text.</param>
    /// <param name="text">Text tokens.</param>
    public TextLikelihood Likelihood(ICrossAttention window, string language, IReadOnlyList<int> text)
    {
        var prompt = Prompt.Build(configuration, language, SpeechTask.Transcribe, timestamps: false);
        int[] tokens = [.. text, configuration.EndOfText];
        return new TextLikelihood(decoder.Force(window, [.. prompt, .. tokens]), prompt.Count, tokens, configuration.NoTimestamps);
    }
}
