using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>Whisper's byte-level BPE (GPT-2's), read from a Hugging Face tokenizer.json. Thread-safe.</summary>
internal sealed partial class WhisperTokenizer
{
    // Most recordings are transcribed without a text that is taken apart.
    private readonly Lazy<BpeTokenizer> _bpe;
    private readonly byte[]?[] _bytes;

    private WhisperTokenizer(Lazy<BpeTokenizer> bpe, byte[]?[] bytes) => (_bpe, _bytes) = (bpe, bytes);

    /// <summary>Reads tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The file holds another kind of tokenizer.</exception>
    public static WhisperTokenizer Load(string folder)
    {
        var path = Path.Combine(folder, "tokenizer.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var model = json.RootElement.GetProperty("model");
        if (model.GetProperty("type").GetString() != "BPE")
            throw new InvalidDataException($"'{path}' is not a byte-level BPE tokenizer, which every Whisper model has.");
        var vocabulary = model.GetProperty("vocab").EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetInt32())).ToList();
        var merges = model.GetProperty("merges").EnumerateArray()
            .Select(m => m.ValueKind == JsonValueKind.String ? m.GetString()! : $"{m[0].GetString()} {m[1].GetString()}").ToList();
        var bpe = new Lazy<BpeTokenizer>(() => BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(Words(), specialTokens: null),
        }));
        var bytes = new byte[]?[vocabulary.Max(v => v.Value) + 1];
        var byteOf = ByteOfCharacter();
        foreach (var (text, id) in vocabulary)
        {
            // Special tokens that stand in the vocabulary have characters outside the byte alphabet only by accident; skip them.
            if (text.All(byteOf.ContainsKey)) bytes[id] = [.. text.Select(c => byteOf[c])];
        }
        return new WhisperTokenizer(bpe, bytes);
    }

    /// <summary>Text to token ids; special tokens in the text are read as plain text.</summary>
    public IReadOnlyList<int> Encode(string text) => text.Length == 0 ? [] : _bpe.Value.EncodeToIds(text);

    /// <summary>The bytes of one text token; a token may be a part of a UTF-8 character. Empty for special tokens.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => token < _bytes.Length ? _bytes[token] : [];

    /// <summary>Token ids to text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        List<byte> bytes = [];
        foreach (var token in tokens) bytes.AddRange(Bytes(token));
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>GPT-2's alphabet: printable bytes stand for themselves, the others for characters from U+0100.</summary>
    private static Dictionary<char, byte> ByteOfCharacter()
    {
        Dictionary<char, byte> map = [];
        var next = 0x100;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            map[printable ? (char)b : (char)next++] = (byte)b;
        }
        return map;
    }

    /// <summary>GPT-2's split into words before merging (openai/gpt-2, encoder.py).</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
