using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Decoding;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Speech;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline;

/// <summary>Finds out the language of a recording from its first speech, without recognising a word.</summary>
/// <remarks>
/// Whisper's own detection hears the first 30 s, which in a film are music: here they are 30 s of speech, from as much of the recording as
/// is searched for it. Where nobody speaks there, its first 30 s are heard as they are.
/// </remarks>
/// <param name="resources">Shared with transcriptions.</param>
/// <param name="recogniser">Of a model that tells languages.</param>
internal sealed class LanguageDetection(PipelineResources resources, Recogniser recogniser)
{
    /// <summary>The part of a recording that is searched for speech.</summary>
    public static readonly TimeSpan Searched = TimeSpan.FromMinutes(10);

    /// <summary>The length of a window of Whisper (openai/whisper, audio.py: CHUNK_LENGTH).</summary>
    private const int Heard = 30 * AudioSpecification.SampleRate;

    // Shorter sound is filled up with silence.
    private const int Least = AudioSpecification.SampleRate;

    /// <param name="path">A recording in any common format.</param>
    /// <param name="cancellationToken">Stops soon after.</param>
    /// <returns>Probabilities of all languages of the model, the likeliest first.</returns>
    public async Task<IReadOnlyList<LanguageProbability>> RunAsync(string path, CancellationToken cancellationToken)
    {
        var speech = await SpeechAsync(path, cancellationToken).ConfigureAwait(false);
        if (speech.Length == 0) speech = await StartAsync(path, cancellationToken).ConfigureAwait(false);
        if (speech.Length < Least) Array.Resize(ref speech, Least);
        return (await recogniser.IdentifyAsync(SpokenWindow.Of(speech), null, cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<float[]> SpeechAsync(string path, CancellationToken cancellationToken)
    {
        await using var audio = await OpenAsync(path, Searched, cancellationToken).ConfigureAwait(false);
        var reader = new SpeechSegmentReader(audio, resources.VoiceActivity, new SegmentationOptions(), new WindowOptions());
        List<float> speech = [];
        await foreach (var segment in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            speech.AddRange(segment.Speech.Span);
            if (speech.Count >= Heard) break;
        }
        return [.. speech.Take(Heard)];
    }

    private async Task<float[]> StartAsync(string path, CancellationToken cancellationToken)
    {
        await using var audio = await OpenAsync(path, AudioSpecification.Duration(Heard), cancellationToken).ConfigureAwait(false);
        var samples = new float[Heard];
        var count = await audio.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
        return samples[..count];
    }

    private async Task<RangedAudio> OpenAsync(string path, TimeSpan length, CancellationToken cancellationToken)
        => new(
            await resources.Decoder.OpenAsync(path, SoundSelection.Default, cancellationToken).ConfigureAwait(false),
            [new TimeRange(TimeSpan.Zero, length)]);
}
