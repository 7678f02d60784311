using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Finds when the words of a text are said, from the decoder's cross attention (openai/whisper, timing.py).</summary>
/// <param name="configuration">The model's special ids.</param>
/// <param name="tokenizer">The model's.</param>
/// <param name="decoder">The network.</param>
internal sealed class WordAligner(WhisperConfiguration configuration, WhisperTokenizer tokenizer, ITextDecoder decoder)
{
    private const string SentenceEnds = ".。!！?？";

    /// <summary>Aligns a text with its window.</summary>
    /// <param name="window">The window that the decoder attends to.</param>
    /// <param name="tokens">Text tokens; times and other special tokens are left out.</param>
    /// <param name="language">The language of the text.</param>
    /// <param name="seconds">Length of the audio without padding.</param>
    public List<AlignedWord> Align(ICrossAttention window, IReadOnlyList<int> tokens, string language, double seconds)
    {
        int[] text = [.. tokens.Where(t => t < configuration.EndOfText)];
        if (text.Length == 0) return [];
        var prompt = Prompt.Build(configuration, language, SpeechTask.Transcribe, timestamps: false);
        using var pass = decoder.Force(window, [.. prompt, .. text, configuration.EndOfText]);
        var begin = AttentionMatrix.From(pass, prompt.Count, seconds).FirstPositions();
        return Words(text, language, begin, Probabilities(pass, prompt.Count, text));
    }

    /// <summary>Probability of each text token among the text tokens.</summary>
    internal double[] Probabilities(ForcedPass pass, int promptLength, IReadOnlyList<int> text)
    {
        var probabilities = new double[text.Count];
        for (var i = 0; i < text.Count; i++)
        {
            var logits = pass.After(promptLength - 1 + i)[..configuration.EndOfText];
            probabilities[i] = Math.Exp(logits[text[i]] - LogSoftmax.Normaliser(logits));
        }
        return probabilities;
    }

    /// <summary>A token begins where its row begins; a word ends where the next one begins.</summary>
    internal List<AlignedWord> Words(IReadOnlyList<int> text, string language, int[] begin, double[] probabilities)
    {
        List<AlignedWord> words = [];
        var at = 0;
        foreach (var word in WordSplitter.Split(tokenizer, text, language))
        {
            var end = at + word.Tokens.Count;
            words.Add(new AlignedWord(
                word.Text, begin[at] / EncodedAudio.PositionsPerSecond, begin[end] / EncodedAudio.PositionsPerSecond,
                probabilities[at..end].Average(), word.Tokens));
            at = end;
        }
        return WordSplitter.MergePunctuation(Shorten(words));
    }

    /// <summary>
    /// Silence belongs to no word, but dynamic time warping gives every position to one. A full stop, or the word after one,
    /// longer than twice the median word (itself at most 0.7 s) is cut to that (openai/whisper, timing.add_word_timestamps). The
    /// first word too: the path begins at 0, so it would swallow the silence before it.
    /// </summary>
    private static List<AlignedWord> Shorten(List<AlignedWord> words)
    {
        double[] spans = [.. words.Select(w => w.End - w.Start).Where(s => s > 0).Order()];
        var limit = spans.Length == 0 ? 0 : 2 * Math.Min(0.7, (spans[(spans.Length - 1) / 2] + spans[spans.Length / 2]) / 2);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].End - words[i].Start <= limit) continue;
            if (i > 0 && SentenceEnds.Contains(words[i].Text, StringComparison.Ordinal))
                words[i] = words[i] with { End = words[i].Start + limit };
            else if (i == 0 || SentenceEnds.Contains(words[i - 1].Text, StringComparison.Ordinal))
                words[i] = words[i] with { Start = words[i].End - limit };
        }
        return words;
    }
}
