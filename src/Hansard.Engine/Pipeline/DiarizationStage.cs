using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Clustering;
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
        return AttributedSpeech.ByChannel([.. tracks.Select(SpeechOf)]);
    }

    private static ChannelSpeech SpeechOf(RecordingTrack track) => new(
        [.. track.Windows.SelectMany(w => w)],
        [.. track.Speech.Regions(SpeechMasks.Turns, track.Segments.SamplesRead).Select(r => new FrameRange(r.Start, r.End))]);
}
