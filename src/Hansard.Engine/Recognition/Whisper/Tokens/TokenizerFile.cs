using System.Text.Json;
using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Tokens;

/// <summary>A tokenizer.json of Hugging Face, of which only what is asked for is read: it has 100,000 lines.</summary>
/// <param name="path">The file.</param>
internal sealed class TokenizerFile(string path)
{
    private const int LongestToken = 1024;

    private readonly ReadOnlyMemory<byte> _json = MappedFile.Open(path).Memory;

    /// <summary>The special tokens, by name.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public IReadOnlyDictionary<string, int> SpecialTokens()
    {
        try
        {
            var reader = Enter("added_tokens");
            var tokens = JsonElement.ParseValue(ref reader);
            GC.KeepAlive(this);
            return tokens.EnumerateArray()
                .ToDictionary(t => t.GetProperty("content").GetString()!, t => t.GetProperty("id").GetInt32(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' has no list of special tokens: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
    }

    /// <summary>The tokens of text.</summary>
    /// <exception cref="InvalidDataException">It is another kind of tokenizer.</exception>
    public Vocabulary Vocabulary() => Read(() =>
    {
        MustBeWhole();
        MustBeBytePairs();
        var reader = Enter("model", "vocab");
        var builder = new VocabularyBuilder();
        Span<byte> name = stackalloc byte[LongestToken];
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var written = reader.ValueSpan.Length <= LongestToken ? name[..reader.CopyString(name)] : [];
            reader.Read();
            builder.Add(written, reader.GetInt32());
        }
        return builder.Build();
    });

    /// <summary>Reads the pairs that are merged, the first ones first.</summary>
    /// <param name="vocabulary">The tokens.</param>
    public BytePairEncoding Pairs(Vocabulary vocabulary) => Read(() =>
    {
        var reader = Enter("model", "merges");
        var pairs = new BytePairEncoding(vocabulary);
        Span<byte> left = stackalloc byte[2 * LongestToken];
        Span<byte> right = stackalloc byte[LongestToken];
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartArray)
            {
                reader.Read();
                var first = left[..reader.CopyString(left)];
                reader.Read();
                pairs.Add(first, right[..reader.CopyString(right)]);
                reader.Read();
                continue;
            }
            // A space stands between them; a space in them has another character.
            var both = left[..reader.CopyString(left)];
            var space = both.IndexOf((byte)' ');
            pairs.Add(both[..space], both[(space + 1)..]);
        }
        return pairs;
    });

    /// <remarks>Its pairs, which are last, are read when a text is first taken apart: too late to tell that the file is cut off.</remarks>
    private void MustBeWhole()
    {
        if (!_json.Span.TrimEnd(" \t\r\n"u8).EndsWith("}"u8))
            throw new InvalidDataException($"'{path}' ends in its middle: a copy or a download was broken off. Get it again.");
    }

    private void MustBeBytePairs()
    {
        var reader = Enter("model", "type");
        if (!reader.ValueTextEquals("BPE"))
            throw new InvalidDataException($"'{path}' is not a byte-level BPE tokenizer, which every Whisper model has.");
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            var found = read();
            GC.KeepAlive(this);
            return found;
        }
        catch (JsonException e)
        {
            throw Invalid(e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a tokenizer of byte pairs: {e.Message}", e);
        }
    }

    private Utf8JsonReader Enter(params ReadOnlySpan<string> names)
    {
        var reader = new Utf8JsonReader(_json.Span);
        reader.Read();
        foreach (var name in names)
        {
            if (reader.TokenType is not JsonTokenType.StartObject) throw new KeyNotFoundException($"there is no '{name}'");
            while (true)
            {
                reader.Read();
                if (reader.TokenType is not JsonTokenType.PropertyName) throw new KeyNotFoundException($"there is no '{name}'");
                var found = reader.ValueTextEquals(name);
                reader.Read();
                if (found) break;
                reader.Skip();
            }
        }
        return reader;
    }

    private InvalidDataException Invalid(JsonException e) => new($"'{path}' is not valid JSON: {e.Message}", e);
}
