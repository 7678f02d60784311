using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Channels;

namespace Hansard.Engine.Pipeline;

/// <summary>Gives all words of a recording that has been read to its end their speakers.</summary>
/// <param name="encoder">Tells voices.</param>
/// <param name="thread">Computes.</param>
internal sealed class DiarizationStage(SpeakerEncoder encoder, SpeakerThread thread)
{
    /// <param name="tracks">With what was recognised on them.</param>
    /// <param name="speakers">Number of speakers; null to find out.</param>
    /// <param name="stages">Told that the work goes on.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public async Task<AttributedSpeech> AttributeAsync(
        IReadOnlyList<RecordingTrack> tracks, int? speakers, StageProgress stages, CancellationToken cancellationToken)
    {
        void Working() => stages.Working(TranscriptionStage.Diarization);
        Working();
        if (tracks is [{ Voices: { } voices } only])
        {
            var timeline = await thread.RunAsync(
                () => SpeakerDiarizer.Diarize(voices, encoder, speakers, Working, cancellationToken),
                Working,
                cancellationToken).ConfigureAwait(false);
            return AttributedSpeech.ByVoice(only.Windows, timeline);
        }
        return AttributedSpeech.ByChannel([.. tracks.Select(t => new ChannelSpeech(
            [.. t.Windows.SelectMany(w => w)], t.Speech.Regions(SpeakerDiarizer.Reported, t.Segments.SamplesRead)))]);
    }
}
