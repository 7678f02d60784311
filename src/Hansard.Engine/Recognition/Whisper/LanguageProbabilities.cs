using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Whisper.Decoding;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>Reads the language, and whether anything is said, from the decoder's output after the start token alone.</summary>
internal static class LanguageProbabilities
{
    /// <summary>Probability of each language, the likeliest first (openai/whisper, decoding.detect_language).</summary>
    /// <param name="startLogits">[vocabulary].</param>
    /// <param name="configuration">A multilingual model.</param>
    /// <param name="among">Only these languages are possible; null for all.</param>
    public static List<LanguageProbability> Of(
        ReadOnlySpan<float> startLogits, WhisperConfiguration configuration, IReadOnlyCollection<string>? among = null)
    {
        string[] names = [.. (among ?? (IEnumerable<string>)configuration.Languages.Keys).Order(StringComparer.Ordinal)];
        var logits = new float[names.Length];
        for (var i = 0; i < names.Length; i++) logits[i] = startLogits[configuration.Languages[names[i]]];
        var normaliser = LogSoftmax.Normaliser(logits);
        return [.. names.Select((name, i) => new LanguageProbability(name, Math.Exp(logits[i] - normaliser)))
            .OrderByDescending(p => p.Probability)];
    }

    /// <summary>Probability that nothing is said, over the whole vocabulary (Radford et al. 2022, section 4.5).</summary>
    public static double NoSpeech(ReadOnlySpan<float> startLogits, WhisperConfiguration configuration)
        => Math.Exp(startLogits[configuration.NoSpeech] - LogSoftmax.Normaliser(startLogits));
}
