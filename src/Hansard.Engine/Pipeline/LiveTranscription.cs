using System.Runtime.CompilerServices;
using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speakers.Live;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// From sound that is still arriving to words, stretch of speech after stretch of speech, each word with its speaker where that is asked
/// for.
/// </summary>
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
        IAudioReader sound = new LimitedAudio(audio, limit);
        await using var speakers = options.Diarize ? await FollowAsync(sound).ConfigureAwait(false) : null;
        if (speakers is not null) sound = speakers.Listen(sound);
        await using var track = await RecordingTrack
            .CreateAsync(sound, resources.VoiceActivity, windows, settings, keepsVoices: false).ConfigureAwait(false);
        var tokens = new TokenBuilder();
        var speech = new SpeechPipeline(recogniser, prior, options, settings)
            .RecogniseAsync([track], new StageProgress(null), cancellationToken);
        var passages = PassagesAsync(speech, cancellationToken);
        if (speakers is not null) passages = speakers.AttributeAsync(passages, cancellationToken);
        await foreach (var (window, words) in passages.ConfigureAwait(false))
        {
            var (start, end) = (AudioSpecification.Duration(window.StartSample), AudioSpecification.Duration(window.EndSample));
            yield return new TranscriptPassage(start, end, tokens.Append(words));
        }
    }

    private static async IAsyncEnumerable<RecognisedSpeech> PassagesAsync(
        IAsyncEnumerable<TimeOrder.Merged<RecognisedSpeech>> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (_, passage) in speech.WithCancellation(cancellationToken).ConfigureAwait(false)) yield return passage;
    }

    private async Task<LiveSpeakers> FollowAsync(IAudioReader sound)
    {
        try
        {
            var limits = DiarizationStage.LimitsOf(options);
            return new LiveSpeakers(new SpeakerTracker(resources.SpeakerModels, resources.VoiceActivity, limits));
        }
        catch
        {
            // A network that cannot be loaded.
            await sound.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
