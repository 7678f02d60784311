using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Identification;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Gives all words of a recording that has been read to its end their speakers.</summary>
/// <param name="models">Tell speakers.</param>
/// <param name="thread">Computes.</param>
internal sealed class DiarizationStage(SpeakerModels models, SpeakerThread thread)
{
    /// <param name="tracks">With what was recognised on them.</param>
    /// <param name="limits">How many speakers there may be.</param>
    /// <param name="stages">Told that the work goes on.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<AttributedSpeech> AttributeAsync(
        IReadOnlyList<RecordingTrack> tracks, SpeakerLimits limits, StageProgress stages, CancellationToken cancellationToken)
    {
        void Working() => stages.Working(TranscriptionStage.Diarization);
        Working();
        if (tracks is [{ Voices: { } voices } only])
        {
            var activity = await thread.RunAsync(
                workers => new Diarizer(models, workers).Diarize(voices, limits, Working, cancellationToken),
                Working,
                cancellationToken).ConfigureAwait(false);
            return AttributedSpeech.ByVoice(only.Windows, activity);
        }
        List<ChannelSpeech> channels = [];
        foreach (var track in tracks)
        {
            var voice = track.Voices is not { } recording ? null : await thread.RunAsync(
                workers => new MainVoice(models, workers).Find(recording, Working, cancellationToken),
                Working,
                cancellationToken).ConfigureAwait(false);
            channels.Add(SpeechOf(track, voice));
        }
        return AttributedSpeech.ByChannel(channels);
    }

    private static ChannelSpeech SpeechOf(RecordingTrack track, SpeakerVoice? voice) => new(
        [.. track.Windows.SelectMany(w => w)],
        [.. track.Speech.Regions(SpeechMasks.Turns, track.Segments.SamplesRead).Select(r => new FrameRange(r.Start, r.End))],
        voice);
}
