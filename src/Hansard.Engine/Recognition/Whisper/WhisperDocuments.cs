using Hansard.Engine.Models;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper;

/// <summary>The descriptions in the files of a model's folder, in the words of Hugging Face.</summary>
/// <param name="Config">config.json: the sizes.</param>
/// <param name="Generation">generation_config.json, which old models do not have: an empty object then.</param>
/// <param name="SpecialTokens">Special tokens, from tokenizer.json.</param>
internal sealed record WhisperDocuments(JsonElement Config, JsonElement Generation, IReadOnlyDictionary<string, int> SpecialTokens)
{
    private const string ConfigName = "config.json";
    private const string GenerationName = "generation_config.json";
    private const string TokenizerName = WhisperTokenizer.FileName;

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static WhisperDocuments Read(string folder)
    {
        var config = Json(folder, ConfigName);
        var special = SpecialTokensOf(folder);
        if (IsOfCTranslate2(folder, config))
        {
            using var checkpoint = CTranslate2Checkpoint.Open(folder);
            var (sizes, generation) = CTranslate2Configuration.Translate(config, checkpoint);
            return new WhisperDocuments(Element(sizes), Element(generation), special);
        }
        var hasGeneration = File.Exists(Path.Combine(folder, GenerationName));
        return new WhisperDocuments(config, hasGeneration ? Json(folder, GenerationName) : Element([]), special);
    }

    // Its config.json has nothing of what Hugging Face's has.
    private static bool IsOfCTranslate2(string folder, JsonElement config)
        => !config.TryGetProperty("d_model", out _) && File.Exists(Path.Combine(folder, CTranslate2File.FileName));

    private static IReadOnlyDictionary<string, int> SpecialTokensOf(string folder)
    {
        if (!File.Exists(Path.Combine(folder, TokenizerName)))
        {
            throw new FileNotFoundException(
                $"The model folder '{folder}' has no {TokenizerName}. Take that of the model it was made from"
                + (File.Exists(Path.Combine(folder, "merges.txt"))
                    ? ", or have Hugging Face Transformers write one from vocab.json and merges.txt: "
                        + "WhisperTokenizerFast.from_pretrained(folder).save_pretrained(folder)."
                    : "."),
                Path.Combine(folder, TokenizerName));
        }
        return new TokenizerFile(Path.Combine(folder, TokenizerName)).SpecialTokens();
    }

    private static JsonElement Json(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw new FileNotFoundException($"The model folder '{folder}' has no {name}.", path);
        try
        {
            using var document = JsonDocument.Parse(ModelDocument.Read(path));
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InvalidDataException($"'{path}' is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not valid JSON: {e.Message}", e);
        }
    }

    private static JsonElement Element(JsonObject json) => JsonSerializer.SerializeToElement(json);
}
