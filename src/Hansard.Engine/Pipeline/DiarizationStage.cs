using Hansard.Engine.Speakers;
using Hansard.Engine.Speakers.Channels;
using Hansard.Engine.Speakers.Clustering;
using Hansard.Engine.Speakers.Turns;
using Hansard.Engine.Speech;

namespace Hansard.Engine.Pipeline;

/// <summary>Gives all words of a recording that has been read to its end their speakers.</summary>
/// <param name="models">Tell speakers.</param>
/// <param name="thread">Computes.</param>
/// <param name="distribution">Gives the work of the networks to others; null: all is done here.</param>
internal sealed class DiarizationStage(SpeakerModels models, SpeakerThread thread, SpeechDistribution? distribution)
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
        var own = tracks.Count == 1 ? limits : new SpeakerLimits(1, Math.Max(1, limits.Maximum - tracks.Count + 1));
        List<SpeakerActivity> activities = [];
        foreach (var track in tracks)
            activities.Add(await DiarizeAsync(track.Voices!, own, Working, cancellationToken).ConfigureAwait(false));
        if (tracks is [var only]) return AttributedSpeech.ByVoice(only.Windows, activities[0]);
        var people = ChannelPeople.Find(activities, [.. tracks.Select(t => t.Voices!)], limits.Maximum);
        return AttributedSpeech.ByChannel([.. tracks.Zip(people, SpeechOf)]);
    }

    /// <summary>The limits of the number of speakers that a caller sets.</summary>
    public static SpeakerLimits LimitsOf(TranscriptionOptions options) => new(
        options.SpeakerCount ?? options.MinimumSpeakers ?? SpeakerLimits.None.Minimum,
        options.SpeakerCount ?? options.MaximumSpeakers ?? SpeakerLimits.None.Maximum);

    private Task<SpeakerActivity> DiarizeAsync(
        VoiceRecording recording, SpeakerLimits limits, Action working, CancellationToken cancellationToken)
    {
        if (distribution is null)
        {
            return thread.RunAsync(
                workers => new Diarizer(new OwnNetworks(models, workers)).Diarize(recording, limits, working, cancellationToken),
                working,
                cancellationToken);
        }
        // Waits for others most of the time: parts, also of this recording, are done on the thread of all meanwhile.
        return Task.Factory.StartNew(
            () => new Diarizer(new PartedNetworks(distribution)).Diarize(recording, limits, working, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private static ChannelSpeech SpeechOf(RecordingTrack track, SpeakerActivity people)
    {
        var regions = track.Speech.Regions(SpeechMasks.Turns, track.Segments.SamplesRead);
        return new ChannelSpeech(
            [.. track.Windows.SelectMany(w => w)], [.. regions.Select(r => new FrameRange(r.Start, r.End))], people);
    }
}
