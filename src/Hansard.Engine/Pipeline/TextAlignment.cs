using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Transcripts.Corrections;

namespace Hansard.Engine.Pipeline;

/// <summary>Finds in the recording when the new words of a corrected transcript are said.</summary>
/// <remarks>
/// Only the sound around them is listened to, but the recording is decoded up to there. Tokens that did not change keep their times, and
/// those found are put between theirs.
/// </remarks>
/// <param name="resources">Shared by all models.</param>
/// <param name="recogniser">Aligns, with a model that can (<see cref="ITextAligner"/>).</param>
/// <param name="options">The caller's options.</param>
internal sealed class TextAlignment(PipelineResources resources, Recogniser recogniser, AlignmentOptions options)
{
    /// <summary>Probability from which a frame counts as speech: Silero's default.</summary>
    private const float SpeechProbability = 0.5f;

    private const double FrameSeconds = (double)VoiceActivityModel.FrameSamples / AudioSpecification.SampleRate;

    /// <param name="path">The recording.</param>
    /// <param name="corrected">The corrected transcript.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>All tokens of the transcript.</returns>
    public async Task<IReadOnlyList<TranscriptToken>> RunAsync(
        string path, CorrectedTranscript corrected, CancellationToken cancellationToken)
    {
        TranscriptToken[] tokens = [.. corrected.Tokens];
        var isNew = new bool[tokens.Length];
        foreach (var change in corrected.Changes) Array.Fill(isNew, true, change.Start, change.End - change.Start);
        var windows = AlignmentWindows.Of(corrected, recogniser.Model.MaximumSeconds, options.Part);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.MaximumTime is { } limit) stop.CancelAfter(limit);
        try
        {
            foreach (var track in windows.GroupBy(window => window.Track))
            {
                await using var audio = await OpenAsync(path, track.Key, stop.Token).ConfigureAwait(false);
                var history = new SampleHistory();
                foreach (var window in track)
                {
                    var samples = await audio.CutAsync(history, Sample(window.Start), Sample(window.End), stop.Token).ConfigureAwait(false);
                    if (samples.Length == 0) break;
                    var words = await AlignAsync(samples, Text(tokens, window), Language(tokens, window), stop.Token).ConfigureAwait(false);
                    WordPlacement.Apply(tokens, isNew, window, words);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up: what is left keeps its estimates.
        }
        return tokens;
    }

    private async Task<RecordingReader> OpenAsync(string path, int? track, CancellationToken cancellationToken)
    {
        if (track is not null)
            return await resources.Decoder.OpenAsync(path, new SoundSelection(track), cancellationToken).ConfigureAwait(false);
        var whole = await resources.Decoder.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            var there = await whole.TracksAsync(cancellationToken).ConfigureAwait(false);
            var chosen = await new TrackChoice(resources.Decoder, resources.VoiceActivity)
                .DecideAsync(path, there, options.Track, cancellationToken).ConfigureAwait(false);
            if (chosen.Tracks[0] is not { } one) return whole;
            await whole.DisposeAsync().ConfigureAwait(false);
            return await resources.Decoder.OpenAsync(path, new SoundSelection(one.Number), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await whole.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<AlignedWord>> AlignAsync(
        float[] samples, string text, string? language, CancellationToken cancellationToken)
    {
        language ??= recogniser.IdentifiesLanguages
            ? (await recogniser.IdentifyAsync(SpokenWindow.Of(samples), null, cancellationToken).ConfigureAwait(false))[0][0].Language
            : recogniser.Model.Languages.First();
        var request = new RecognitionRequest(samples, Speech(samples), language);
        return await recogniser.AlignAsync(request, text, cancellationToken).ConfigureAwait(false);
    }

    private List<SpeechInterval> Speech(float[] samples)
    {
        var detector = new VoiceActivityDetector(resources.VoiceActivity);
        var found = new float[VoiceActivityDetector.BlockFrames];
        List<SpeechInterval> speech = [];
        for (int at = 0, frame = 0; at < samples.Length; at += VoiceActivityDetector.BlockSamples)
        {
            var block = samples.AsSpan(at, Math.Min(VoiceActivityDetector.BlockSamples, samples.Length - at));
            foreach (var probability in found.AsSpan(0, detector.Process(block, found)))
            {
                var start = frame++ * FrameSeconds;
                if (probability < SpeechProbability) continue;
                if (speech.Count > 0 && speech[^1].End >= start) speech[^1] = speech[^1] with { End = start + FrameSeconds };
                else speech.Add(new SpeechInterval(start, start + FrameSeconds));
            }
        }
        return speech;
    }

    private static string Text(TranscriptToken[] tokens, AlignmentWindow window)
    {
        var text = string.Concat(window.Tokens.Select(i => tokens[i].Text));
        return text is [' ', ..] ? text : $" {text}";
    }

    // That of most of the window, where the tokens tell one that the model knows.
    private string? Language(TranscriptToken[] tokens, AlignmentWindow window)
    {
        var language = window.Tokens.Select(i => tokens[i].Language).OfType<string>()
            .CountBy(code => code).OrderByDescending(count => count.Value).FirstOrDefault().Key ?? options.Language;
        return language is not null && recogniser.Model.Languages.Contains(language) ? language : null;
    }

    private static long Sample(TimeSpan time) => (long)(time.TotalSeconds * AudioSpecification.SampleRate);
}
