using System.Text;
using System.Text.RegularExpressions;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>Whisper's byte-level BPE (GPT-2's), read from a Hugging Face tokenizer.json. Thread-safe.</summary>
internal sealed partial class WhisperTokenizer
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "tokenizer.json";

    private readonly Vocabulary _vocabulary;
    // Most recordings are transcribed without a text that is taken apart.
    private readonly Lazy<BytePairEncoding> _pairs;

    private WhisperTokenizer(TokenizerFile file)
    {
        _vocabulary = file.Vocabulary();
        _pairs = new Lazy<BytePairEncoding>(() => file.Pairs(_vocabulary));
    }

    /// <summary>Reads tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The file holds another kind of tokenizer.</exception>
    public static WhisperTokenizer Load(string folder) => new(new TokenizerFile(Path.Combine(folder, FileName)));

    /// <summary>Text to token ids; special tokens in the text are read as plain text.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        List<int> tokens = [];
        foreach (var word in Words().EnumerateMatches(text))
            _pairs.Value.Encode(Encoding.UTF8.GetBytes(text, word.Index, word.Length), tokens);
        return tokens;
    }

    /// <summary>The bytes of one text token; a token may be a part of a UTF-8 character. Empty for special tokens.</summary>
    public ReadOnlySpan<byte> Bytes(int token) => _vocabulary[token];

    /// <summary>Token ids to text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        List<byte> bytes = [];
        foreach (var token in tokens) bytes.AddRange(Bytes(token));
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>GPT-2's split into words before merging (openai/gpt-2, encoder.py).</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
