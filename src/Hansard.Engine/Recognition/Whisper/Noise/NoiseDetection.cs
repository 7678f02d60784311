using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Finds texts that the sound does not bear: what Whisper writes over laughter, clicks and music. Thread-safe.</summary>
/// <remarks>
/// Most windows cost nothing, as their text is long or likely. A doubtful one takes a pass over its text and one over its sound by voice
/// activity, and a text that is likely enough another pass in silence, which is encoded once.
/// </remarks>
internal sealed class NoiseDetection : IDisposable
{
    /// <summary>Seconds: a window without any speech in it divides by no zero.</summary>
    private const double ShortestSpeech = 0.1;

    private readonly WhisperModel _model;
    private readonly VoiceEvidence? _voice;
    private readonly TermEvidence _evidence;
    private readonly Lazy<ICrossAttention> _silence;

    /// <param name="model">The model that wrote the text. Not owned.</param>
    /// <param name="voice">Not owned; null: the text alone decides.</param>
    public NoiseDetection(WhisperModel model, VoiceEvidence? voice = null)
    {
        (_model, _voice) = (model, voice);
        _evidence = new TermEvidence(model.Configuration, model.Decoder);
        _silence = new Lazy<ICrossAttention>(() => model.Encode(new float[Audio.AudioSpecification.SampleRate]));
    }

    /// <summary>Determines whether nobody said a text.</summary>
    /// <param name="request">The window.</param>
    /// <param name="attempt">Its text.</param>
    public bool IsNoise(RecognitionRequest request, Attempt attempt)
    {
        // A text that goes on from words which are final is judged with them.
        if (request.Task is SpeechTask.Translate || request.Prefix.Count > 0) return false;
        int[] text = [.. attempt.Hypothesis.Tokens.Where(token => token < _model.Configuration.EndOfText)];
        if (text.Length == 0) return false;
        int[] first = [.. DifferentWords(text)];
        var isPhrase = NoisePhrases.Contains(_model.Tokenizer.Decode(text), request.RequiredLanguage);
        if (first.Length > NoiseRule.LongestText && !isPhrase) return false;
        var isLikely = first.Length == text.Length && attempt.Hypothesis.AverageLogProbability > NoiseRule.Believed;
        if (isLikely && !isPhrase) return false;

        var probabilities = LogProbabilities(attempt.Window, request.RequiredLanguage, text);
        var logits = attempt.Window.StartLogits;
        var evidence = new NoiseEvidence(
            NoiseRule.Likelihood([.. first.Select(i => probabilities[i])]),
            LanguageProbabilities.NoSpeech(logits, _model.Configuration),
            _model.Configuration.IsMultilingual
                ? LanguageProbabilities.Of(logits, _model.Configuration).First(l => l.Language == request.RequiredLanguage).Probability
                : 1,
            request.SpeechSeconds,
            isPhrase,
            _voice?.CertainSeconds(request.Samples) / Math.Max(ShortestSpeech, request.SpeechSeconds));
        if (NoiseRule.IsUnlikely(evidence)) return true;
        var inSilence = LogProbabilities(_silence.Value, request.RequiredLanguage, text);
        return NoiseRule.IsAsLikelyInSilence(probabilities.Sum() - inSilence.Sum(), evidence.Voice);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_silence.IsValueCreated) _silence.Value.Dispose();
    }

    /// <summary>Indices of the tokens that have letters or digits and are in the text for the first time.</summary>
    private IEnumerable<int> DifferentWords(int[] text)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < text.Length; i++)
        {
            var word = _model.Tokenizer.Decode([text[i]]).Trim();
            // A part of a character is no mark.
            var isWord = word.Any(c => char.IsLetterOrDigit(c) || c == '\uFFFD');
            if (isWord && known.Add(word.Contains('\uFFFD') ? $"{text[i]}" : word)) yield return i;
        }
    }

    /// <summary>Of the tokens, without the end after them.</summary>
    private double[] LogProbabilities(ICrossAttention window, string language, int[] text)
    {
        using var likelihood = _evidence.Likelihood(window, language, text);
        return likelihood.LogProbabilities()[..text.Length];
    }
}
