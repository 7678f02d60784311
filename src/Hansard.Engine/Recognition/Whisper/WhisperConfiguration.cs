using System.Text.Json;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// The dimensions and special token ids of a Whisper model, read from the files of its Hugging Face folder
/// (config.json, generation_config.json, tokenizer.json), so that nothing assumes one model's numbers.
/// </summary>
internal sealed record WhisperConfiguration
{
    /// <summary>Width of the model.</summary>
    public required int Width { get; init; }

    /// <summary>Layers of the decoder.</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Attention heads of the decoder.</summary>
    public required int DecoderHeads { get; init; }

    /// <summary>Mel bands of the encoder's input.</summary>
    public required int MelBands { get; init; }

    /// <summary>Size of the vocabulary, special tokens and times included.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Positions of the decoder: prompt, text and times must fit.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>&lt;|endoftext|&gt;; every id below it is text.</summary>
    public required int EndOfText { get; init; }

    /// <summary>&lt;|startoftranscript|&gt;.</summary>
    public required int StartOfTranscript { get; init; }

    /// <summary>&lt;|startofprev|&gt;.</summary>
    public required int StartOfPrevious { get; init; }

    /// <summary>&lt;|nospeech|&gt; (&lt;|nocaptions|&gt; in older files).</summary>
    public required int NoSpeech { get; init; }

    /// <summary>&lt;|notimestamps|&gt;.</summary>
    public required int NoTimestamps { get; init; }

    /// <summary>&lt;|0.00|&gt;; the next ids are 20 ms apart.</summary>
    public int FirstTimestamp => NoTimestamps + 1;

    /// <summary>&lt;|transcribe|&gt;, or null for an English-only model.</summary>
    public required int? Transcribe { get; init; }

    /// <summary>&lt;|translate|&gt;, or null for an English-only model.</summary>
    public required int? Translate { get; init; }

    /// <summary>Language code to token id; empty for an English-only model.</summary>
    public required IReadOnlyDictionary<string, int> Languages { get; init; }

    /// <summary>Tokens never predicted: symbols that are not speech.</summary>
    public required IReadOnlyList<int> Suppressed { get; init; }

    /// <summary>Tokens never predicted first: the blank and the end.</summary>
    public required IReadOnlyList<int> SuppressedAtBegin { get; init; }

    /// <summary>Cross-attention heads that follow the audio, for word times.</summary>
    public required IReadOnlyList<AlignmentHead> AlignmentHeads { get; init; }

    /// <summary>The first timestamp predicted is at most this many steps of 20 ms.</summary>
    public required int MaximumInitialTimestamp { get; init; }

    /// <summary>False for an English-only (.en) model, which has no language or task tokens.</summary>
    public bool IsMultilingual => Languages.Count > 0;

    /// <summary>New text tokens per window at most: half of the positions (openai/whisper, sample_len).</summary>
    public int MaximumNewTokens => MaximumTokens / 2;

    /// <summary>Tokens of previous text at most (openai/whisper, n_ctx // 2 − 1).</summary>
    public int MaximumPromptTokens => (MaximumTokens / 2) - 1;

    /// <summary>Reads a model's configuration.</summary>
    /// <param name="folder">A folder with config.json, generation_config.json and tokenizer.json.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not describe a Whisper model.</exception>
    public static WhisperConfiguration Load(string folder)
    {
        using var config = Read(folder, "config.json");
        using var generation = Read(folder, "generation_config.json");
        using var tokenizer = Read(folder, "tokenizer.json");
        var c = config.RootElement;
        var g = generation.RootElement;
        var special = tokenizer.RootElement.GetProperty("added_tokens").EnumerateArray()
            .ToDictionary(t => t.GetProperty("content").GetString()!, t => t.GetProperty("id").GetInt32());
        try
        {
            var endOfText = c.GetProperty("eos_token_id").GetInt32();
            var noTimestamps = Optional(g, "no_timestamps_token_id") ?? special["<|notimestamps|>"];
            var languages = g.TryGetProperty("lang_to_id", out var map) && g.TryGetProperty("is_multilingual", out var multilingual)
                && multilingual.GetBoolean()
                ? map.EnumerateObject().ToDictionary(p => LanguageOf(p.Name), p => p.Value.GetInt32())
                : [];
            var tasks = g.TryGetProperty("task_to_id", out var task) && languages.Count > 0 ? task : default;
            var layers = c.GetProperty("decoder_layers").GetInt32();
            var heads = c.GetProperty("decoder_attention_heads").GetInt32();
            return new WhisperConfiguration
            {
                Width = c.GetProperty("d_model").GetInt32(),
                DecoderLayers = layers,
                DecoderHeads = heads,
                MelBands = c.GetProperty("num_mel_bins").GetInt32(),
                VocabularySize = c.GetProperty("vocab_size").GetInt32(),
                MaximumTokens = c.GetProperty("max_target_positions").GetInt32(),
                EndOfText = endOfText,
                StartOfTranscript = Optional(g, "decoder_start_token_id") ?? c.GetProperty("decoder_start_token_id").GetInt32(),
                StartOfPrevious = Optional(g, "prev_sot_token_id") ?? special["<|startofprev|>"],
                // In every published vocabulary no-speech stands just before no-timestamps; its name has changed twice.
                NoSpeech = noTimestamps - 1,
                NoTimestamps = noTimestamps,
                Transcribe = tasks.ValueKind == JsonValueKind.Object ? tasks.GetProperty("transcribe").GetInt32() : null,
                Translate = tasks.ValueKind == JsonValueKind.Object ? tasks.GetProperty("translate").GetInt32() : null,
                Languages = languages,
                Suppressed = Ids(g, "suppress_tokens") ?? Ids(c, "suppress_tokens") ?? [],
                SuppressedAtBegin = Ids(g, "begin_suppress_tokens") ?? Ids(c, "begin_suppress_tokens") ?? [endOfText],
                AlignmentHeads = g.TryGetProperty("alignment_heads", out var pairs) && pairs.ValueKind == JsonValueKind.Array
                    ? [.. pairs.EnumerateArray().Select(p => new AlignmentHead(p[0].GetInt32(), p[1].GetInt32()))]
                    // openai/whisper, model.py: without a list, every head of the upper half of the layers.
                    : [.. from layer in Enumerable.Range(layers / 2, layers - (layers / 2))
                       from head in Enumerable.Range(0, heads)
                       select new AlignmentHead(layer, head)],
                MaximumInitialTimestamp = Optional(g, "max_initial_timestamp_index") ?? 50,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The model in '{folder}' is not a Whisper model in the Hugging Face layout: {e.Message}", e);
        }
    }

    private static JsonDocument Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new FileNotFoundException($"The model folder '{folder}' has no {name}.", path);
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {e.Message}", e);
        }
    }

    // Whisper's code for Javanese, jw, was withdrawn by ISO 639: it is jv.
    private static string LanguageOf(string token) => LanguageCodes.Canonical(token[2..^2]) ?? token[2..^2];

    private static int? Optional(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static int[]? Ids(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetInt32())]
            : null;
}
