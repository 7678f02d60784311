using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Recognition.Whisper.Noise;

/// <summary>Finds texts that the sound does not bear: what Whisper writes over laughter, clicks and music.</summary>
/// <remarks>
/// Most windows cost nothing, as their text is long or likely. A doubtful one takes a pass over its text, and a text that is likely enough
/// another one in silence.
/// </remarks>
/// <param name="model">The model that wrote the text.</param>
internal sealed class NoiseDetection(WhisperModel model)
{
    private readonly TermEvidence _evidence = new(model.Configuration, model.Decoder);

    /// <summary>Determines whether nobody said a text.</summary>
    /// <param name="request">The window.</param>
    /// <param name="attempt">Its text.</param>
    public bool IsNoise(RecognitionRequest request, Attempt attempt)
    {
        // A text that goes on from words which are final is judged with them.
        if (request.Task is SpeechTask.Translate || request.Prefix.Count > 0) return false;
        int[] text = [.. attempt.Hypothesis.Tokens.Where(token => token < model.Configuration.EndOfText)];
        if (text.Length == 0) return false;
        int[] first = [.. DifferentWords(text)];
        var isPhrase = NoisePhrases.Contains(model.Tokenizer.Decode(text), request.RequiredLanguage);
        if (first.Length > NoiseRule.LongestText && !isPhrase) return false;
        var isLikely = first.Length == text.Length && attempt.Hypothesis.AverageLogProbability > NoiseRule.Believed;
        if (isLikely && !isPhrase) return false;

        var probabilities = LogProbabilities(attempt.Window, request.RequiredLanguage, text);
        var likelihood = NoiseRule.Likelihood([.. first.Select(i => probabilities[i])]);
        var logits = attempt.Window.StartLogits;
        var language = model.Configuration.IsMultilingual
            ? LanguageProbabilities.Of(logits, model.Configuration).First(l => l.Language == request.RequiredLanguage).Probability
            : 1;
        var noSpeech = LanguageProbabilities.NoSpeech(logits, model.Configuration);
        if (NoiseRule.IsUnlikely(likelihood, noSpeech, language, request.SpeechSeconds, isPhrase)) return true;
        return probabilities.Sum() - LogProbabilitiesInSilence(request.RequiredLanguage, text).Sum() < NoiseRule.LeastAdvantage;
    }

    /// <summary>Indices of the tokens that have letters or digits and are in the text for the first time.</summary>
    private IEnumerable<int> DifferentWords(int[] text)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < text.Length; i++)
        {
            var word = model.Tokenizer.Decode([text[i]]).Trim();
            // A part of a character is no mark.
            var isWord = word.Any(c => char.IsLetterOrDigit(c) || c == '\uFFFD');
            if (isWord && known.Add(word.Contains('\uFFFD') ? $"{text[i]}" : word)) yield return i;
        }
    }

    private double[] LogProbabilitiesInSilence(string language, int[] text)
    {
        using var silence = model.Encode(new float[Audio.AudioSpecification.SampleRate]);
        return LogProbabilities(silence, language, text);
    }

    /// <summary>Of the tokens, without the end after them.</summary>
    private double[] LogProbabilities(Networks.ICrossAttention window, string language, int[] text)
    {
        using var likelihood = _evidence.Likelihood(window, language, text);
        return likelihood.LogProbabilities()[..text.Length];
    }
}
