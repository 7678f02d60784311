using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>From sound that is still arriving to words, stretch of speech after stretch of speech.</summary>
/// <param name="resources">Shared by all models.</param>
/// <param name="recogniser">Recognises.</param>
/// <param name="options">The caller's options.</param>
/// <param name="prior">Prior knowledge of the languages.</param>
internal sealed class LiveTranscription(
    PipelineResources resources, Recogniser recogniser, TranscriptionOptions options, LanguagePrior prior)
{
    /// <summary>Transcribes sound while it arrives.</summary>
    /// <param name="audio">Owned from here on.</param>
    /// <param name="limit">The longest sound accepted.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async IAsyncEnumerable<TranscriptPassage> RunAsync(
        IAudioReader audio, TimeSpan limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = PipelineSettings.Live;
        var windows = SpeechPipeline.Windows(recogniser.Model);
        var limited = new LimitedAudio(audio, limit);
        await using var track = await RecordingTrack
            .CreateAsync(limited, resources.VoiceActivity, windows, settings, keepsVoices: false).ConfigureAwait(false);
        var tokens = new TokenBuilder();
        var speech = new SpeechPipeline(recogniser, prior, options, settings)
            .RecogniseAsync([track], new StageProgress(null), cancellationToken);
        await foreach (var (_, (window, words)) in speech.ConfigureAwait(false))
        {
            var (start, end) = (AudioSpecification.Duration(window.StartSample), AudioSpecification.Duration(window.EndSample));
            yield return new TranscriptPassage(start, end, tokens.Append(words));
        }
    }
}
