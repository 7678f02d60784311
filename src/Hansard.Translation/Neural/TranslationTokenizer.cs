using System.Text;
using Microsoft.ML.Tokenizers;

namespace Hansard.Translation.Neural;

/// <summary>Text to a translation model's ids and back. Thread-safe.</summary>
/// <remarks>
/// Special tokens are neither added nor read in a text: a <c>&lt;/s&gt;</c> that somebody spells out is text. A run of unknown characters
/// is one unknown id, as in Hugging Face's tokenizers, which the models' published results come from.
/// </remarks>
internal sealed class TranslationTokenizer
{
    private const char Space = '▁';
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly string[] _pieces;

    private TranslationTokenizer(SentencePieceTokenizer tokenizer, string[] pieces, int unknown)
        => (_tokenizer, _pieces, Unknown) = (tokenizer, pieces, unknown);

    /// <summary>The id of whatever the vocabulary cannot write.</summary>
    public int Unknown { get; }

    /// <summary>Reads tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">It is of a kind that is not supported.</exception>
    public static TranslationTokenizer Load(string path)
    {
        var (tokenizer, pieces, unknown) = SentencePieceModel.Load(path);
        return new TranslationTokenizer(tokenizer, pieces, unknown);
    }

    /// <summary>The ids of a text, without beginning and end.</summary>
    public int[] Encode(string text)
    {
        // A lone half of a surrogate pair is no character, and the tokenizer's table of bytes has no place for it.
        var ids = _tokenizer.EncodeToIds(text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? WellFormed(text) : text);
        var fused = new List<int>(ids.Count);
        foreach (var id in ids)
            if (id != Unknown || fused.Count == 0 || fused[^1] != Unknown) fused.Add(id);
        return [.. fused];
    }

    /// <summary>The text of ids; those of no piece and the unknown one are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids)
            if (id != Unknown && (uint)id < (uint)_pieces.Length) text.Append(_pieces[id]);
        text.Replace(Space, ' ');
        return text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    /// <summary>Determines whether a piece, written after a word, would become part of it.</summary>
    public bool ContinuesWord(int id) => (uint)id < (uint)_pieces.Length && _pieces[id] is [var first, ..] && char.IsLetterOrDigit(first);

    /// <summary>Determines whether every character of a text is in the vocabulary.</summary>
    public bool CanWrite(string text) => !Encode(text).Contains(Unknown);

    private static string WellFormed(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune);
        return clean.ToString();
    }
}
