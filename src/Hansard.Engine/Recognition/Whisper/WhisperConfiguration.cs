using System.Text.Json;
using Hansard.Engine.Recognition.Languages;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>
/// The dimensions and special token ids of a Whisper model, read from the files of its Hugging Face folder
/// (config.json, generation_config.json, tokenizer.json), so that nothing assumes one model's numbers.
/// </summary>
internal sealed record WhisperConfiguration
{
    /// <summary>Times from 0 to 30 s, 20 ms apart.</summary>
    private const int Timestamps = 1501;

    // Many times what the largest published models have (51,866 tokens, 32 layers,
    // 1280 wide): bounds of what is made before weights are read.
    private const int MostTokens = 1_000_000;
    private const int MostLayers = 256;
    private const int MostWidth = 16_384;

    /// <summary>&lt;|endoftext|&gt; of GPT-2, which the English-only models have.</summary>
    private const int EndOfEnglishText = 50256;

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

    /// <summary>Cross-attention heads that follow the audio, for word times; empty where the model names none.</summary>
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
    /// <param name="folder">A folder with config.json and tokenizer.json,
    /// and with generation_config.json where the model has one.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not describe a Whisper model.</exception>
    public static WhisperConfiguration Load(string folder)
    {
        var (c, g, special) = WhisperDocuments.Read(folder);
        try
        {
            var endOfText = Optional(c, "eos_token_id") ?? special["<|endoftext|>"];
            var startOfTranscript =
                Optional(g, "decoder_start_token_id") ?? Optional(c, "decoder_start_token_id") ?? special["<|startoftranscript|>"];
            var noTimestamps = Optional(g, "no_timestamps_token_id") ?? special["<|notimestamps|>"];
            var vocabulary = Size(c, "vocab_size", MostTokens);
            var layers = Size(c, "decoder_layers", MostLayers);
            var heads = Size(c, "decoder_attention_heads", MostLayers);
            var languages = IsMultilingualModel(g, endOfText) ? LanguagesOf(g, special, startOfTranscript) : [];
            int? Task(string name) => languages.Count == 0 ? null
                : g.TryGetProperty("task_to_id", out var tasks) && tasks.ValueKind is JsonValueKind.Object
                    ? tasks.GetProperty(name).GetInt32()
                    : special[$"<|{name}|>"];
            return new WhisperConfiguration
            {
                Width = Size(c, "d_model", MostWidth),
                DecoderLayers = layers,
                DecoderHeads = heads,
                MelBands = Size(c, "num_mel_bins", MostWidth),
                VocabularySize = vocabulary,
                MaximumTokens = Size(c, "max_target_positions", MostWidth),
                EndOfText = endOfText,
                StartOfTranscript = startOfTranscript,
                StartOfPrevious = Optional(g, "prev_sot_token_id") ?? special["<|startofprev|>"],
                // In every published vocabulary no-speech stands just before no-timestamps; its name has changed twice.
                NoSpeech = noTimestamps - 1,
                NoTimestamps = noTimestamps,
                Transcribe = Task("transcribe"),
                Translate = Task("translate"),
                Languages = languages,
                Suppressed =
                [
                    .. (Ids(g, "suppress_tokens") ?? Ids(c, "suppress_tokens") ?? []).Where(id => id >= 0 && id < vocabulary),
                    // What a fine-tune has added behind the times would be taken for later ones.
                    .. Enumerable.Range(0, vocabulary).Skip(noTimestamps + 1 + Timestamps),
                ],
                SuppressedAtBegin = Ids(g, "begin_suppress_tokens") ?? Ids(c, "begin_suppress_tokens") ?? [endOfText],
                AlignmentHeads = HeadsOf(g, layers, heads),
                MaximumInitialTimestamp = Optional(g, "max_initial_timestamp_index") ?? 50,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException
            or InvalidDataException)
        {
            throw new InvalidDataException(
                $"The model in '{folder}' is not a Whisper model in the Hugging Face layout: {e.Message}", e);
        }
    }

    /// <summary>Every head of the decoder.</summary>
    public IReadOnlyList<AlignmentHead> AllHeads =>
    [
        .. from layer in Enumerable.Range(0, DecoderLayers)
           from head in Enumerable.Range(0, DecoderHeads)
           select new AlignmentHead(layer, head),
    ];

    // Old models do not say it. The vocabulary of the English ones is GPT-2's, whose text ends with this id.
    private static bool IsMultilingualModel(JsonElement generation, int endOfText)
        => generation.TryGetProperty("is_multilingual", out var multilingual) && multilingual.ValueKind is not JsonValueKind.Null
            ? multilingual.GetBoolean()
            : endOfText != EndOfEnglishText;

    /// <summary>Ids by language code; without a list, those of the special tokens of two or three letters behind the start.</summary>
    private static Dictionary<string, int> LanguagesOf(JsonElement generation, IReadOnlyDictionary<string, int> special, int start)
    {
        var tokens = generation.TryGetProperty("lang_to_id", out var map) && map.ValueKind is JsonValueKind.Object
            ? map.EnumerateObject().Select(p => (Token: p.Name, Id: p.Value.GetInt32()))
            : special.Where(t => t.Value > start && t.Value < special["<|translate|>"] && t.Key.Length is 6 or 7)
                .Select(t => (Token: t.Key, Id: t.Value));
        var languages = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in tokens.OrderBy(t => t.Id)) languages[LanguageOf(token)] = id;
        return languages;
    }

    /// <summary>The heads that a model names; none where it has not got them: some small models keep the list of their teacher.</summary>
    private static AlignmentHead[] HeadsOf(JsonElement generation, int layers, int heads)
    {
        if (!generation.TryGetProperty("alignment_heads", out var pairs) || pairs.ValueKind is not JsonValueKind.Array) return [];
        AlignmentHead[] named = [.. pairs.EnumerateArray().Select(p => new AlignmentHead(p[0].GetInt32(), p[1].GetInt32()))];
        return Array.TrueForAll(named, h => h.Layer >= 0 && h.Layer < layers && h.Head >= 0 && h.Head < heads) ? named : [];
    }

    // Whisper's code for Javanese, jw, was withdrawn by ISO 639: it is jv.
    private static string LanguageOf(string token) => LanguageCodes.Canonical(token[2..^2]) ?? token[2..^2];

    // Lists are made of these numbers before any weight is read: a file that lies must not fill the memory.
    private static int Size(JsonElement element, string name, int most)
    {
        var size = element.GetProperty(name).GetInt32();
        return size >= 1 && size <= most
            ? size
            : throw new InvalidDataException($"The model's '{name}' is {size}, and 1 to {most} is possible: correct its config.json.");
    }

    private static int? Optional(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static int[]? Ids(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(v => v.GetInt32())]
            : null;
}
