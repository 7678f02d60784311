using Hansard.Engine.Transcripts;

namespace Hansard.Server.Jobs;

/// <summary>Tokens that a transcription is counted with.</summary>
/// <param name="InputText">Of its context.</param>
/// <param name="InputAudio">Of its recording.</param>
/// <param name="OutputText">Of its transcript, translations included.</param>
internal readonly record struct JobUsage(long InputText, long InputAudio, long OutputText)
{
    // The hosted service counts 30,000 audio tokens an hour; four characters of context make about one text token.
    private const long MillisecondsPerAudioToken = 120;
    private const int CharactersPerTextToken = 4;

    /// <summary>The usage of a transcription.</summary>
    public static JobUsage Of(TranscriptionRequest request, TimeSpan duration, IReadOnlyList<TranscriptToken> tokens) => new(
        ((request.Context?.GetRawText().Length ?? 0) + CharactersPerTextToken - 1) / CharactersPerTextToken,
        ((long)duration.TotalMilliseconds + MillisecondsPerAudioToken - 1) / MillisecondsPerAudioToken,
        tokens.Count);
}
