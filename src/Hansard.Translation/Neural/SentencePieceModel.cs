using Hansard.Engine.Models;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.ML.Tokenizers;

namespace Hansard.Translation.Neural;

/// <summary>
/// Turns a Hugging Face <c>tokenizer.json</c> (Unigram, or BPE that was converted from SentencePiece) into the SentencePiece model
/// that <see cref="SentencePieceTokenizer"/> reads.
/// </summary>
/// <remarks>
/// Models are published with tokenizer.json alone, and the tokenizer library reads only SentencePiece's own protobuf file. Both hold the
/// same: pieces with scores, and a normalisation table; so the protobuf is written in memory
/// (field numbers: google/sentencepiece, src/sentencepiece_model.proto).
/// </remarks>
internal static class SentencePieceModel
{
    private const int Unigram = 1;
    private const int Bpe = 2;
    private const int NormalPiece = 1;
    private const int UnknownPiece = 2;
    private const int ControlPiece = 3;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">tokenizer.json.</param>
    /// <returns>The tokenizer, which adds no special tokens and reads none in a text, and its pieces by id.</returns>
    /// <exception cref="InvalidDataException">The file is of a kind that is not supported.</exception>
    public static LoadedTokenizer Load(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(ModelDocument.Read(path));
            var root = document.RootElement;
            var model = root.GetProperty("model");
            var isBpe = model.GetProperty("type").GetString() switch
            {
                "Unigram" => false,
                "BPE" => true,
                var other
                    => throw new InvalidDataException($"'{path}': tokenizers of type '{other}' are not supported, only Unigram and BPE."),
            };
            var (pieces, scores) = isBpe ? BpePieces(model) : UnigramPieces(model);
            var unknown = UnknownId(model, pieces);
            var special = SpecialIds(root, pieces.Length);
            using var stream = new MemoryStream();
            Write(stream, pieces, scores, unknown, special, isBpe, Charsmap(root));
            stream.Position = 0;
            return new LoadedTokenizer(
                SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false), pieces, unknown);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a tokenizer that can be read: {e.Message}", e);
        }
    }

    private static ScoredPieces UnigramPieces(JsonElement model)
    {
        var vocabulary = model.GetProperty("vocab");
        var (pieces, scores) = (new string[vocabulary.GetArrayLength()], new float[vocabulary.GetArrayLength()]);
        var id = 0;
        foreach (var entry in vocabulary.EnumerateArray())
        {
            pieces[id] = entry[0].GetString()!;
            scores[id++] = entry[1].GetSingle();
        }

        return new ScoredPieces(pieces, scores);
    }

    // SentencePiece merges the adjacent pair whose joined piece has the best score; Hugging Face lists the pairs best first.
    private static ScoredPieces BpePieces(JsonElement model)
    {
        var vocabulary =
            model.GetProperty("vocab").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32(), StringComparer.Ordinal);
        var pieces = new string[vocabulary.Values.Max() + 1];
        foreach (var (piece, id) in vocabulary) pieces[id] = piece;
        for (var id = 0; id < pieces.Length; id++) pieces[id] ??= $"<unused{id}>";
        var scores = new float[pieces.Length];
        Array.Fill(scores, float.MinValue);
        var rank = 0;
        foreach (var merge in model.GetProperty("merges").EnumerateArray())
        {
            var joined = merge.ValueKind is JsonValueKind.Array
                ? merge[0].GetString() + merge[1].GetString()
                : merge.GetString()!.Replace(" ", "", StringComparison.Ordinal);
            if (vocabulary.TryGetValue(joined, out var id) && scores[id] == float.MinValue) scores[id] = -rank;
            rank++;
        }

        return new ScoredPieces(pieces, scores);
    }

    private static int UnknownId(JsonElement model, string[] pieces)
    {
        if (model.TryGetProperty("unk_id", out var id) && id.ValueKind is JsonValueKind.Number) return id.GetInt32();
        var name = model.TryGetProperty("unk_token", out var token) ? token.GetString() : "<unk>";
        var index = Array.IndexOf(pieces, name);
        return index >= 0 ? index : throw new InvalidDataException($"The tokenizer has no piece for unknown characters ('{name}').");
    }

    private static HashSet<int> SpecialIds(JsonElement root, int count)
        => root.TryGetProperty("added_tokens", out var added)
            ? [.. added.EnumerateArray()
                .Where(t => t.GetProperty("special").GetBoolean()).Select(t => t.GetProperty("id").GetInt32()).Where(id => id < count)]
            : [];

    private static byte[] Charsmap(JsonElement root)
    {
        if (!root.TryGetProperty("normalizer", out var normalizer) || normalizer.ValueKind is not JsonValueKind.Object) return [];
        var parts = normalizer.TryGetProperty("normalizers", out var list) ? [.. list.EnumerateArray()] : new[] { normalizer };
        foreach (var part in parts)
            if (part.TryGetProperty("precompiled_charsmap", out var map) && map.GetString() is { } base64)
                return Convert.FromBase64String(base64);
        return [];
    }

    private static void Write(
        Stream stream, string[] pieces, float[] scores, int unknown, HashSet<int> special, bool isBpe, byte[] charsmap)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        for (var id = 0; id < pieces.Length; id++)
        {
            var type = id == unknown ? UnknownPiece : special.Contains(id) ? ControlPiece : NormalPiece;
            WriteMessage(output, 1, piece =>
            {
                piece.WriteTag(1, WireFormat.WireType.LengthDelimited);
                piece.WriteString(pieces[id]);
                piece.WriteTag(2, WireFormat.WireType.Fixed32);
                piece.WriteFloat(scores[id]);
                WriteNumber(piece, 3, type);
            });
        }

        WriteMessage(output, 2, trainer =>
        {
            WriteNumber(trainer, 3, isBpe ? Bpe : Unigram);
            WriteNumber(trainer, 40, unknown);
            // Begin, end and padding are never added, but the library looks up their pieces.
            for (var field = 41; field <= 43; field++)
                WriteNumber(trainer, field, special.Where(id => id != unknown).DefaultIfEmpty(unknown).Min());
        });
        WriteMessage(output, 3, normalizer =>
        {
            normalizer.WriteTag(1, WireFormat.WireType.LengthDelimited);
            normalizer.WriteString(charsmap.Length > 0 ? "nmt_nfkc" : "identity");
            normalizer.WriteTag(2, WireFormat.WireType.LengthDelimited);
            normalizer.WriteBytes(ByteString.CopyFrom(charsmap));
            // A space in front, runs of spaces collapsed, spaces written as ▁.
            for (var field = 3; field <= 5; field++) WriteNumber(normalizer, field, 1);
        });
    }

    private static void WriteNumber(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var inner = new CodedOutputStream(buffer, leaveOpen: true)) write(inner);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>A tokenizer that was read.</summary>
    /// <param name="Tokenizer">The tokenizer.</param>
    /// <param name="Pieces">Its pieces by id.</param>
    /// <param name="Unknown">Id of the piece for unknown characters.</param>
    internal sealed record LoadedTokenizer(SentencePieceTokenizer Tokenizer, string[] Pieces, int Unknown);

    private sealed record ScoredPieces(string[] Pieces, float[] Scores);
}
