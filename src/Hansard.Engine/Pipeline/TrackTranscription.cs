using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// From a sound track of a file to its transcript, in this order: the choice of channels, words (<see cref="SpeechPipeline"/>), speakers,
/// translation.
/// </summary>
/// <param name="resources">Shared by all models.</param>
/// <param name="recogniser">Recognises.</param>
/// <param name="options">The caller's options.</param>
/// <param name="prior">Prior knowledge of the languages.</param>
/// <param name="stages">Told how far the work is.</param>
/// <param name="distribution">Gives parts of the recording to others; null: all of it is recognised here.</param>
internal sealed class TrackTranscription(
    PipelineResources resources, Recogniser recogniser, TranscriptionOptions options, LanguagePrior prior, StageProgress stages,
    SpeechDistribution? distribution)
{
    private readonly PartPlacement _part = new(options.Part);

    /// <summary>Transcribes a track.</summary>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="number">Number of the track; null where there is only one.</param>
    /// <param name="whole">All its channels, of which nothing has been read; owned from here on.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async Task<Transcript> RunAsync(string path, int? number, RecordingReader whole, CancellationToken cancellationToken)
    {
        List<RecordingTrack> tracks = [];
        try
        {
            await OpenAsync(path, number, whole, tracks, cancellationToken).ConfigureAwait(false);
            var transcript = await RecogniseAsync(tracks, cancellationToken).ConfigureAwait(false);
            if (options.Diarize)
            {
                var spoken = await new DiarizationStage(resources.SpeakerModels, resources.SpeakerThread, distribution)
                    .AttributeAsync(tracks, DiarizationStage.LimitsOf(options), stages, cancellationToken).ConfigureAwait(false);
                var identification =
                    new SpeakerIdentification(resources.SpeakerModels.VoicesName, options.KnownVoices, options.KeepVoices);
                transcript = transcript with
                {
                    Tokens = TokenBuilder.Build(spoken.Windows, options.Context?.Terms),
                    Turns = spoken.Turns,
                    Speakers = identification.Describe(spoken.Voices),
                };
            }
            if (options.Translation is { } translation)
            {
                transcript = await new TranslationStage(resources.FindTranslator, recogniser, options.BeamSize)
                    .TranslateAsync(transcript, translation, AgainAsync, stages, cancellationToken).ConfigureAwait(false);
            }
            return _part.Place(transcript);

            async Task<IAudioReader> AgainAsync(CancellationToken cancelled)
                => _part.Cut(await resources.Decoder.OpenAsync(path, new SoundSelection(number), cancelled).ConfigureAwait(false));
        }
        finally
        {
            foreach (var track in tracks) await track.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Opens the whole track, or each of its channels that is a speaker.</summary>
    private async Task OpenAsync(
        string path, int? number, RecordingReader whole, List<RecordingTrack> tracks, CancellationToken cancellationToken)
    {
        var isUsed = false;
        try
        {
            var channels = await new ChannelChoice(resources.Decoder, resources.VoiceActivity)
                .DecideAsync(path, whole, number, options, cancellationToken).ConfigureAwait(false);
            foreach (var channel in channels)
            {
                isUsed = channel is null;
                var audio = isUsed
                    ? whole
                    : await resources.Decoder
                        .OpenAsync(path, new SoundSelection(number, channel), cancellationToken).ConfigureAwait(false);
                tracks.Add(await TrackAsync(audio).ConfigureAwait(false));
            }
        }
        finally
        {
            if (!isUsed) await whole.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task<RecordingTrack> TrackAsync(IAudioReader audio)
    {
        audio = _part.Cut(audio);
        if (options.MaximumDuration is { } limit) audio = new LimitedAudio(audio, limit);
        var windows = SpeechPipeline.Windows(recogniser.Model);
        return RecordingTrack.CreateAsync(audio, resources.VoiceActivity, windows, keepsVoices: options.Diarize);
    }

    private async Task<Transcript> RecogniseAsync(List<RecordingTrack> tracks, CancellationToken cancellationToken)
    {
        var builder = new TokenBuilder(options.Context?.Terms);
        List<TranscriptToken> tokens = [];
        var transcribed = 0L;
        var speech = new SpeechPipeline(recogniser, prior, options, distribution)
            .RecogniseAsync(tracks, stages, cancellationToken);
        await foreach (var (source, (_, end, words)) in speech.ConfigureAwait(false))
        {
            var track = tracks[source];
            if (options.Diarize) track.Windows.Add(words);
            var added = builder.Append(words);
            tokens.AddRange(added);
            transcribed = Math.Max(transcribed, end);
            var decoded = AudioSpecification.Duration(track.Segments.SamplesRead);
            stages.Recognised(AudioSpecification.Duration(transcribed), decoded, track.StatedDuration, _part.Place(added));
        }
        var duration = AudioSpecification.Duration(tracks.Max(t => t.Segments.SamplesRead));
        return new Transcript(tokens, duration, MainLanguage.Of(tokens))
        {
            Warnings = [.. tracks.SelectMany(t => t.Warnings).Distinct()],
        };
    }
}
