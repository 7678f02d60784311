using System.Text;
using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Recognition.Whisper.Alignment;

/// <summary>Groups tokens into words (openai/whisper, tokenizer.split_to_word_tokens and timing.merge_punctuations).</summary>
internal static class WordSplitter
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private const string Opening = "\"'“¿([{-";
    private const string Closing = "\"'.。,，!！?？:：”)]}、";

    /// <summary>Languages that write no spaces between words.</summary>
    private static readonly HashSet<string> Unspaced = ["zh", "ja", "th", "lo", "my", "yue"];

    /// <summary>Splits a text.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="tokens">Text tokens.</param>
    /// <param name="language">Decides whether words begin with a space or are the smallest runs of tokens that are text.</param>
    /// <returns>Words in order; a punctuation mark of its own token is a word.</returns>
    public static List<WordTokens> Split(WhisperTokenizer tokenizer, IReadOnlyList<int> tokens, string language)
    {
        var units = Units(tokenizer, tokens);
        if (Unspaced.Contains(language)) return units;
        List<WordTokens> words = [];
        foreach (var unit in units)
        {
            if (unit.Text.StartsWith(' ') || Punctuation.Contains(unit.Text.Trim(), StringComparison.Ordinal) || words.Count == 0)
                words.Add(unit);
            else words[^1] = new WordTokens(words[^1].Text + unit.Text, [.. words[^1].Tokens, .. unit.Tokens]);
        }
        return words;
    }

    /// <summary>Splits a text, with every run of punctuation joined to the word before.</summary>
    /// <inheritdoc cref="Split"/>
    public static List<WordTokens> SplitWithMarks(WhisperTokenizer tokenizer, IReadOnlyList<int> tokens, string language)
    {
        List<WordTokens> words = [];
        foreach (var (part, own) in Split(tokenizer, tokens, language))
        {
            if (words.Count > 0 && SpokenForm.Of(part).Length == 0)
                words[^1] = new WordTokens(words[^1].Text + part, [.. words[^1].Tokens, .. own]);
            else words.Add(new WordTokens(part, own));
        }
        return words;
    }

    /// <summary>Determines whether a word is a mark that belongs to the word before it.</summary>
    public static bool IsClosing(string word) => Closing.Contains(word, StringComparison.Ordinal);

    /// <summary>
    /// Joins opening marks to the next word and closing marks to the previous one. Text and tokens are joined; times and confidence stay
    /// the word's own.
    /// </summary>
    public static List<AlignedWord> MergePunctuation(List<AlignedWord> words)
    {
        List<AlignedWord> opened = [.. words];
        for (var i = opened.Count - 1; i > 0; i--)
        {
            var (word, before) = (opened[i], opened[i - 1]);
            if (!before.Text.StartsWith(' ') || !Opening.Contains(before.Text.Trim(), StringComparison.Ordinal)) continue;
            opened[i] = word with { Text = before.Text + word.Text, Tokens = [.. before.Tokens, .. word.Tokens] };
            opened.RemoveAt(i - 1);
        }
        List<AlignedWord> merged = [];
        foreach (var word in opened)
        {
            if (merged.Count > 0 && !merged[^1].Text.EndsWith(' ') && IsClosing(word.Text))
                merged[^1] = merged[^1] with { Text = merged[^1].Text + word.Text, Tokens = [.. merged[^1].Tokens, .. word.Tokens] };
            else merged.Add(word);
        }
        return merged;
    }

    /// <summary>The smallest runs of tokens that are valid UTF-8.</summary>
    private static List<WordTokens> Units(WhisperTokenizer tokenizer, IReadOnlyList<int> tokens)
    {
        List<WordTokens> units = [];
        List<int> part = [];
        List<byte> bytes = [];
        foreach (var token in tokens)
        {
            part.Add(token);
            bytes.AddRange(tokenizer.Bytes(token));
            if (!IsComplete(bytes)) continue;
            units.Add(new WordTokens(Encoding.UTF8.GetString([.. bytes]), [.. part]));
            part.Clear();
            bytes.Clear();
        }
        if (part.Count > 0) units.Add(new WordTokens(Encoding.UTF8.GetString([.. bytes]), [.. part]));
        return units;
    }

    /// <summary>
    /// Determines whether the bytes end with a whole character. Bytes that can never become one (a model may predict any) count as whole,
    /// so that they do not swallow the rest of the text.
    /// </summary>
    private static bool IsComplete(List<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Count)
        {
            var status = Rune.DecodeFromUtf8(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[at..], out _, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return false;
            at += used;
        }
        return true;
    }
}
