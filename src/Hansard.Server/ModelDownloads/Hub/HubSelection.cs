using Hansard.Engine.Models;

namespace Hansard.Server.ModelDownloads.Hub;

/// <summary>Chooses what is needed of a model's files: its weights in the best form that it has, and what describes them.</summary>
internal static class HubSelection
{
    private const string Tokenizer = "tokenizer.json";
    private const string Config = "config.json";

    // Taken where they are there.
    private static readonly string[] Descriptions = ["generation_config.json", "preprocessor_config.json", "vocabulary.json", "LICENSE"];

    private static readonly string[] Variants = ["_int8", "_quantized", "_uint8", "", "_fp16"];

    /// <summary>Chooses files.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="files">All files of it.</param>
    /// <exception cref="DownloadException">It cannot be used; the message says why.</exception>
    public static IReadOnlyList<ModelFile> Of(HubModelName model, IReadOnlyList<HubFile> files)
    {
        var byPath = files.GroupBy(f => f.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        string[] weights = Weights(model, byPath);
        foreach (var needed in new[] { Config, Tokenizer })
        {
            if (!byPath.ContainsKey(needed))
                throw new DownloadException(
                    $"The model '{model}' has no {needed}"
                    + (needed == Tokenizer && byPath.ContainsKey("merges.txt")
                        ? ", only vocab.json and merges.txt. Ask its owner to save it with WhisperTokenizerFast, which writes one."
                        : ": it is not, or not all of, a Whisper model."));
        }
        return
        [
            .. new[] { Config, Tokenizer }.Concat(Descriptions.Where(byPath.ContainsKey)).Concat(weights)
                .Select(path => new ModelFile(path, byPath[path].Sha256?.ToLowerInvariant(), byPath[path].Size)),
        ];
    }

    private static string[] Weights(HubModelName model, Dictionary<string, HubFile> files)
    {
        if (files.ContainsKey("model.safetensors")) return ["model.safetensors"];
        // The parts are named by their index, which would have to be read first; a model has no others of this form.
        if (files.ContainsKey("model.safetensors.index.json"))
            return
            [
                "model.safetensors.index.json",
                .. files.Keys.Where(IsPart).Order(StringComparer.Ordinal),
            ];
        if (files.ContainsKey("model.bin")) return ["model.bin"];
        foreach (var variant in Variants)
        {
            string[] networks = [$"onnx/encoder_model{variant}.onnx", $"onnx/decoder_model_merged{variant}.onnx"];
            if (!Array.TrueForAll(networks, files.ContainsKey)) continue;
            return [.. networks, .. networks.Select(n => $"{n}_data").Where(files.ContainsKey)];
        }
        throw new DownloadException(
            $"The model '{model}' has no weights that can be read: neither model.safetensors, nor model.bin of CTranslate2, nor networks "
            + "of ONNX in onnx/."
            + (files.Keys.Any(f => f.EndsWith("pytorch_model.bin", StringComparison.Ordinal) || f.EndsWith(".pt", StringComparison.Ordinal))
                ? " Its file of PyTorch is never loaded because it may run anything: ask its owner for model.safetensors."
                : ""));
    }

    private static bool IsPart(string path)
        => path.StartsWith("model-", StringComparison.Ordinal) && path.EndsWith(".safetensors", StringComparison.Ordinal)
        && !path.Contains('/');
}
