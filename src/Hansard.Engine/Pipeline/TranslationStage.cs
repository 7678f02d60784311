using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;

namespace Hansard.Engine.Pipeline;

/// <summary>Translates a transcript: its text where there is a translator, otherwise its sound where the speech model can.</summary>
/// <param name="find">The translator of a pair; null if there is none.</param>
/// <param name="recogniser">Translates sound.</param>
/// <param name="beamSize">Hypotheses kept where sound is translated.</param>
internal sealed class TranslationStage(Func<LanguagePair, ITranslator?> find, Recogniser recogniser, int beamSize)
{
    /// <param name="transcript">The transcript.</param>
    /// <param name="options">Translation to make.</param>
    /// <param name="open">Opens the recording at its start.</param>
    /// <param name="stages">Told that the work goes on.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async Task<Transcript> TranslateAsync(
        Transcript transcript,
        TranslationOptions options,
        Func<CancellationToken, Task<IAudioReader>> open,
        StageProgress stages,
        CancellationToken cancellationToken)
    {
        void Working() => stages.Working(TranscriptionStage.Translation);
        Working();
        var speech = new SpokenTranslator(recogniser, open, beamSize, Working);
        var translator = new TranscriptTranslator(find, speech, Working);
        var (tokens, untranslated) = await translator
            .TranslateAsync(transcript.Tokens, transcript.Language, options, cancellationToken).ConfigureAwait(false);
        return transcript with { Tokens = tokens, UntranslatedLanguages = untranslated };
    }
}
