using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Distribution;

/// <summary>The words of a <see cref="SpeechPart"/>.</summary>
/// <param name="part">Checksum of the part.</param>
/// <param name="windows">The words of each window.</param>
internal sealed class RecognisedPart(string part, IReadOnlyList<RecognisedSpeech> windows) : WorkResult(part)
{
    /// <summary>The words of each window.</summary>
    public IReadOnlyList<RecognisedSpeech> Windows => windows;
}
