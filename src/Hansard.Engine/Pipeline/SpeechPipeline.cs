using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>
/// From sound to words, stage after stage: speech, its languages, windows, words, the script they are written in. Each stage takes what the
/// one before it gives while the sound is still being read, and no stage holds more than it needs, so memory does not depend on the length
/// of a recording.
/// </summary>
/// <param name="recogniser">Tells languages, and recognises.</param>
/// <param name="prior">Prior knowledge of the languages.</param>
/// <param name="options">The caller's options.</param>
/// <param name="distribution">Gives parts of the recording to others; null: all of it is recognised here.</param>
internal sealed class SpeechPipeline(
    Recogniser recogniser, LanguagePrior prior, TranscriptionOptions options, SpeechDistribution? distribution)
{
    private readonly RecognitionSettings _recognition = RecognitionSettings.From(options);
    private readonly ScriptStage _scripts = ScriptStage.From(options);

    /// <summary>Options by which speech is cut for the model.</summary>
    /// <param name="model">The model that recognises it.</param>
    public static WindowOptions Windows(ISpeechModel model)
        => new() { MaximumWindow = (int)(model.MaximumSeconds * AudioSpecification.SampleRate) };

    /// <summary>Recognises recordings, or channels of one, side by side.</summary>
    /// <param name="tracks">Read to their ends.</param>
    /// <param name="stages">Told what has been read.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>What is said on them, merged by time, and on which.</returns>
    public IAsyncEnumerable<TimeOrder.Merged<RecognisedSpeech>> RecogniseAsync(
        IReadOnlyList<RecordingTrack> tracks, StageProgress stages, CancellationToken cancellationToken)
        => TimeOrder.MergeAsync(
            [.. tracks.Select(track => RecogniseAsync(track, tracks.Count, stages, cancellationToken))],
            speech => speech.StartSample,
            cancellationToken);

    private IAsyncEnumerable<RecognisedSpeech> RecogniseAsync(
        RecordingTrack track, int tracks, StageProgress stages, CancellationToken cancellationToken)
    {
        track.Segments.BlockRead = samples => stages.Decoded(AudioSpecification.Duration(samples), track.StatedDuration);
        var segments = track.Segments.ReadAsync(cancellationToken);
        var options = Windows(recogniser.Model);
        var identified = new SegmentLanguages(prior, Identification(), options).IdentifyAsync(segments, cancellationToken);
        var windows = new WindowStage(options).JoinAsync(identified, cancellationToken);
        var speech = distribution is null
            ? new RecognitionStage(recogniser, _recognition, tracks).RecogniseAsync(windows, cancellationToken)
            : new PartStage(distribution, tracks).RecogniseAsync(windows, cancellationToken);
        return _scripts.WriteAsync(speech);
    }

    private Func<ILanguageIdentification>? Identification()
    {
        if (!recogniser.IdentifiesLanguages) return null;
        return distribution is null
            ? () => new OwnIdentification(recogniser, prior.Among)
            : () => new PartedLanguages(distribution, prior.Among);
    }
}
