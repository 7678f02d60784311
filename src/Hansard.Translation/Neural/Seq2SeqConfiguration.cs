using Hansard.Engine.Models;
using System.Text.Json;

namespace Hansard.Translation.Neural;

/// <summary>The special ids and limits of a translation model, from the files of its Hugging Face folder.</summary>
internal sealed record Seq2SeqConfiguration
{
    // Firefox Translations stop at 2.5 target tokens for a source token; other models state only an absolute maximum.
    private const double DefaultLengthFactor = 2.5;

    /// <summary>Ends a sequence, on both sides.</summary>
    public required int EndOfSequence { get; init; }

    /// <summary>Fills rows of a batch.</summary>
    public required int Padding { get; init; }

    /// <summary>The decoder's first input.</summary>
    public required int DecoderStart { get; init; }

    /// <summary>Never predicted.</summary>
    public required IReadOnlyList<int> Banned { get; init; }

    /// <summary>Target tokens, at most.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Target tokens for each source token, at most.</summary>
    public required double LengthFactor { get; init; }

    /// <summary>Source tokens, end included, that the model translates well; longer sentences are to be split.</summary>
    public required int MaximumSourceLength { get; init; }

    /// <summary>Many-to-many models (M2M-100, NLLB): the source starts with its language, the target is forced to.</summary>
    public required bool NamesLanguages { get; init; }

    /// <summary>Target tokens allowed for a source of <paramref name="sourceLength"/> tokens, end included.</summary>
    public int TargetLimit(int sourceLength) => Math.Min(MaximumLength, Math.Max(4, (int)(LengthFactor * sourceLength)));

    /// <summary>Reads config.json and generation_config.json.</summary>
    /// <exception cref="InvalidDataException">They lack what is needed.</exception>
    public static Seq2SeqConfiguration Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        try
        {
            using var config = JsonDocument.Parse(ModelDocument.Read(path));
            var generationPath = Path.Combine(folder, "generation_config.json");
            using var generation = JsonDocument.Parse(File.Exists(generationPath) ? ModelDocument.Read(generationPath) : "{}"u8.ToArray());
            JsonElement? Find(string name)
                => generation.RootElement.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value
                : config.RootElement.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null ? value
                : null;
            int Required(string name) => Find(name)?.GetInt32() ?? throw new InvalidDataException($"'{path}' has no '{name}'.");

            var padding = Required("pad_token_id");
            int[] banned = Find("bad_words_ids") is { } words
                ? [.. words.EnumerateArray().Where(w => w.GetArrayLength() == 1).Select(w => w[0].GetInt32())]
                : [];
            return new Seq2SeqConfiguration
            {
                EndOfSequence = Required("eos_token_id"),
                Padding = padding,
                DecoderStart = Required("decoder_start_token_id"),
                Banned = [.. banned.Append(padding).Distinct()],
                MaximumLength = Find("max_length")?.GetInt32() ?? 256,
                LengthFactor = Find("max_length_factor")?.GetDouble() ?? DefaultLengthFactor,
                MaximumSourceLength = Math.Min(100, (Find("max_position_embeddings")?.GetInt32() ?? 512) / 2),
                NamesLanguages = Find("model_type")?.GetString() is "m2m_100" or "nllb-moe",
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' or the generation_config.json beside it cannot be read: {e.Message}", e);
        }
    }
}
