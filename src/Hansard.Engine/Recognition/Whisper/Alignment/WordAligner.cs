using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Finds when the words of a text are said, from the decoder's cross attention (openai/whisper, timing.py).</summary>
/// <param name="configuration">The model's special ids.</param>
/// <param name="tokenizer">The model's.</param>
/// <param name="decoder">The network.</param>
internal sealed class WordAligner(WhisperConfiguration configuration, WhisperTokenizer tokenizer, ITextDecoder decoder)
{
    /// <summary>Aligns a text with its window.</summary>
    /// <param name="window">The window that the decoder attends to.</param>
    /// <param name="tokens">Text tokens; times and other special tokens are left out.</param>
    /// <param name="language">The language of the text.</param>
    /// <param name="seconds">Length of the audio without padding.</param>
    /// <param name="spoken">For each position of the audio whether somebody speaks; at least one does.</param>
    public List<AlignedWord> Align(
        ICrossAttention window, IReadOnlyList<int> tokens, string language, double seconds, ReadOnlySpan<bool> spoken)
    {
        int[] text = [.. tokens.Where(t => t < configuration.EndOfText)];
        if (text.Length == 0) return [];
        var prompt = Prompt.Build(configuration, language, SpeechTask.Transcribe, timestamps: false);
        using var pass = decoder.Force(window, [.. prompt, .. text, configuration.EndOfText]);
        return Words(text, language, AttentionMatrix.From(pass, prompt.Count, seconds), spoken, Probabilities(pass, prompt.Count, text));
    }

    /// <summary>Aligns a text with the window that it was decoded from.</summary>
    /// <param name="text">Text tokens.</param>
    /// <param name="evidence">Kept of them.</param>
    /// <param name="language">The language of the text.</param>
    /// <param name="spoken">For each position of the audio whether somebody speaks; at least one does.</param>
    public List<AlignedWord> Align(IReadOnlyList<int> text, DecodingEvidence evidence, string language, ReadOnlySpan<bool> spoken)
        => text.Count == 0 ? [] : Words(text, language, AttentionMatrix.From(evidence.Attention), spoken, evidence.Probabilities);

    private List<AlignedWord> Words(
        IReadOnlyList<int> text, string language, AttentionMatrix matrix, ReadOnlySpan<bool> spoken, IReadOnlyList<double> probabilities)
    {
        var split = WordSplitter.Split(tokenizer, text, language);
        var beginnings = new bool[text.Count + 1];
        var at = 0;
        foreach (var word in split)
        {
            beginnings[at] = at == 0 || !WordSplitter.IsClosing(word.Text);
            at += word.Tokens.Count;
        }
        beginnings[at] = true;
        return Words(split, matrix.SpokenPositions(spoken, beginnings), probabilities);
    }

    /// <summary>Probability of each text token among the text tokens.</summary>
    internal double[] Probabilities(ForcedPass pass, int promptLength, IReadOnlyList<int> text)
    {
        var probabilities = new double[text.Count];
        for (var i = 0; i < text.Count; i++)
        {
            var logits = pass.After(promptLength - 1 + i);
            probabilities[i] = Math.Exp(logits[text[i]] - LogSoftmax.Normaliser(logits, configuration.EndOfText));
        }
        return probabilities;
    }

    /// <summary>A word begins where the row of its first token does, and ends where that of its last token does.</summary>
    private static List<AlignedWord> Words(List<WordTokens> split, SpokenRows rows, IReadOnlyList<double> probabilities)
    {
        List<AlignedWord> words = [];
        var at = 0;
        foreach (var word in split)
        {
            var end = at + word.Tokens.Count;
            words.Add(new AlignedWord(
                word.Text, rows.Starts[at] / EncodedAudio.PositionsPerSecond, rows.Ends[end - 1] / EncodedAudio.PositionsPerSecond,
                probabilities.Skip(at).Take(end - at).Average(), word.Tokens));
            at = end;
        }
        return WordSplitter.MergePunctuation(words);
    }
}
