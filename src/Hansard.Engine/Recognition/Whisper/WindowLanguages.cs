using Hansard.Engine.Audio;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>Tells the languages of the parts of a window.</summary>
/// <remarks>
/// The window is encoded as it is when it is recognised, and the decoder hears each part of that, and the silence behind it: without that
/// silence it takes English for Chinese or Maori. Where all parts are in one language, that is as good as an encoding of each (3 of 81
/// parts of two recordings differed, all of them words of half a second that were wrong by themselves). Neighbours in other languages do
/// confuse it, but then parts do not agree, and each is encoded by itself (docs/benchmarks.md, Speed).
/// </remarks>
/// <param name="model">Not owned.</param>
/// <param name="kept">Receives the encodings.</param>
internal sealed class WindowLanguages(WhisperModel model, KeptEncodings kept)
{
    /// <summary>Probability from which a part is believed in that agrees with all others.</summary>
    private const double Believed = 0.6;

    /// <summary>Of a part that is encoded by itself, this much is heard: more does not change its language.</summary>
    private const int LongestAlone = 6 * AudioSpecification.SampleRate;

    /// <summary>Seconds of silence after such a part: as good as the 30 s that the model was trained on.</summary>
    private const double Padding = 1;

    /// <summary>Probabilities of the languages of each part, the likeliest first.</summary>
    /// <param name="window">The window.</param>
    /// <param name="among">Only these are possible; null for all.</param>
    public IReadOnlyList<IReadOnlyList<LanguageProbability>> Identify(SpokenWindow window, IReadOnlyCollection<string>? among)
    {
        if (!model.Configuration.IsMultilingual) return [.. window.Parts.Select(_ => new[] { new LanguageProbability("en", 1) })];
        var heard = Heard(window, among);
        var agree = heard is not null && heard.DistinctBy(languages => languages[0].Language).Count() == 1;
        return [.. window.Parts.Select((part, i) =>
            agree && (heard!.Length == 1 || heard[i][0].Probability >= Believed) ? heard[i] : Alone(window.Samples, part, among))];
    }

    /// <summary>The languages of all parts in the encoding of the whole; null if the decoder cannot hear parts.</summary>
    private IReadOnlyList<LanguageProbability>[]? Heard(SpokenWindow window, IReadOnlyCollection<string>? among)
    {
        var encoding = model.Encode(window.Samples);
        try
        {
            var parts = window.Parts.Select(part => Positions(part, encoding.Positions));
            return model.Decoder.StartLogits(encoding, [.. parts])
                ?.Select(logits => LanguageProbabilities.Of(logits, model.Configuration, among)).ToArray();
        }
        finally
        {
            kept.Keep(window.Samples, encoding);
        }
    }

    private List<LanguageProbability> Alone(float[] samples, SpeechInterval part, IReadOnlyCollection<string>? among)
    {
        var from = Math.Clamp((int)(part.Start * AudioSpecification.SampleRate), 0, samples.Length - 1);
        var to = Math.Clamp((int)(part.End * AudioSpecification.SampleRate), from + 1, samples.Length);
        var speech = samples.AsSpan(from..Math.Min(to, from + LongestAlone));
        var padding = model.PaddingSeconds is null ? (double?)null : Padding;
        using var encoding = model.Encode(speech, LogMelSpectrogram.WindowFrames(speech.Length, padding));
        return LanguageProbabilities.Of(encoding.StartLogits, model.Configuration, among);
    }

    private static PositionRange Positions(SpeechInterval part, int positions)
    {
        var from = Math.Clamp((int)(part.Start * EncodedAudio.PositionsPerSecond), 0, positions - 1);
        return new PositionRange(from, Math.Clamp((int)(part.End * EncodedAudio.PositionsPerSecond), from + 1, positions));
    }
}
