using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>From a file to its transcript: the choice of sound tracks, a transcript of each (<see cref="TrackTranscription"/>).</summary>
/// <param name="resources">Shared by all models.</param>
/// <param name="recogniser">Recognises.</param>
/// <param name="options">The caller's options.</param>
/// <param name="prior">Prior knowledge of the languages.</param>
/// <param name="progress">Receives what is recognised, and how far the work is; null for nobody.</param>
/// <param name="distribution">Gives parts of the recording to others; null: all of it is recognised here.</param>
internal sealed class FileTranscription(
    PipelineResources resources,
    Recogniser recogniser,
    TranscriptionOptions options,
    LanguagePrior prior,
    IProgress<TranscriptionProgress>? progress,
    SpeechDistribution? distribution = null)
{
    /// <summary>Transcribes a file.</summary>
    /// <param name="path">A recording in any common format.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    public async Task<Transcript> RunAsync(string path, CancellationToken cancellationToken)
    {
        var whole = await resources.Decoder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        ChosenTracks chosen;
        try
        {
            var there = await whole.TracksAsync(cancellationToken).ConfigureAwait(false);
            chosen = await new TrackChoice(resources.Decoder, resources.VoiceActivity)
                .DecideAsync(path, there, options.Track, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await whole.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        var transcript = chosen.Tracks is [null]
            ? await TranscribeAsync(path, null, whole, progress, cancellationToken).ConfigureAwait(false)
            : await TranscribeAsync(path, whole, [.. chosen.Tracks.OfType<SoundTrack>()], cancellationToken).ConfigureAwait(false);
        return transcript with { Warnings = [.. transcript.Warnings, .. chosen.Warnings] };
    }

    private async Task<Transcript> TranscribeAsync(
        string path, RecordingReader whole, SoundTrack[] tracks, CancellationToken cancellationToken)
    {
        await whole.DisposeAsync().ConfigureAwait(false);
        List<TranscriptTrack> done = [];
        List<Transcript> transcripts = [];
        List<string> failures = [];
        var own = new TrackProgress(progress, tracks.Length);
        foreach (var track in tracks)
        {
            try
            {
                own.Begin(track.Number);
                var audio = await resources.Decoder
                    .OpenAsync(path, new SoundSelection(track.Number), cancellationToken).ConfigureAwait(false);
                var transcript = await TranscribeAsync(
                    path, track.Number, audio, tracks.Length > 1 ? own : progress, cancellationToken).ConfigureAwait(false);
                own.End(transcript.Duration);
                transcripts.Add(transcript);
                done.Add(TrackName.Describe(track));
            }
            catch (InvalidAudioException e) when (e.Reason is not InvalidAudioReason.TooLong && tracks.Length > 1
                && (transcripts.Count > 0 || track != tracks[^1]))
            {
                // One track that is broken does not cost the others.
                failures.Add($"Sound track {TrackName.Describe(track).Name} was not transcribed: {e.Message}");
            }
        }
        if (tracks.Length == 1) return transcripts[0];
        var joined = TrackTranscripts.Join(done, transcripts);
        return joined with { Warnings = [.. joined.Warnings, .. failures] };
    }

    private Task<Transcript> TranscribeAsync(
        string path, int? track, RecordingReader audio, IProgress<TranscriptionProgress>? receiver, CancellationToken cancellationToken)
        => new TrackTranscription(resources, recogniser, options, prior, new StageProgress(receiver), distribution)
            .RunAsync(path, track, audio, cancellationToken);
}
