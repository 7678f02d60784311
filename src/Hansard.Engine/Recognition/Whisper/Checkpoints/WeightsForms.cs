using Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Safetensors;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Recognises the form of a model's weights by what its folder holds.</summary>
internal static class WeightsForms
{
    private const string Advice = "Take the model as model.safetensors, as a folder of CTranslate2, or as an export to ONNX.";

    /// <summary>Files of other forms by the end of their names, and why they are not read.</summary>
    private static readonly (string End, string Reason)[] Refused =
    [
        ("adapter_model.safetensors", "is what an adapter (LoRA) changes in another model. Merge it with that model, and save the result"),
        (".pt", "is a file of PyTorch, which is never loaded because it may run anything"),
        (".pth", "is a file of PyTorch, which is never loaded because it may run anything"),
        (".ckpt", "is a file of PyTorch, which is never loaded because it may run anything"),
        ("pytorch_model.bin", "is a file of PyTorch, which is never loaded because it may run anything"),
        ("pytorch_model.bin.index.json", "belongs to files of PyTorch, which are never loaded because they may run anything"),
        (".gguf", "is a file of whisper.cpp (GGML), which cannot be read"),
        (".bin", "is not model.bin of CTranslate2: files of whisper.cpp (GGML) and of PyTorch are not read"),
        (".h5", "is a file of TensorFlow, which is not read"),
        (".msgpack", "is a file of Flax, which is not read"),
    ];

    /// <summary>The form of a folder's weights.</summary>
    /// <exception cref="FileNotFoundException">It holds none that can be read; the message says what it holds instead.</exception>
    public static WeightsForm In(string folder)
    {
        if (NetworkFiles.AreIn(folder)) return WeightsForm.Onnx;
        if (FilesOf(folder, WeightsForm.Safetensors).Count > 0) return WeightsForm.Safetensors;
        if (FilesOf(folder, WeightsForm.CTranslate2).Count > 0) return WeightsForm.CTranslate2;
        string[] names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
            : [];
        foreach (var (end, reason) in Refused)
        {
            if (Array.Find(names, n => n.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } name)
                throw new FileNotFoundException($"'{Path.Combine(folder, name)}' {reason}. {Advice}", Path.Combine(folder, name));
        }
        throw new FileNotFoundException(
            $"The model folder '{folder}' has no weights: neither onnx/encoder_model.onnx and onnx/decoder_model_merged.onnx, nor "
            + $"{SafetensorsCheckpoint.FileName}, nor {CTranslate2File.FileName} of CTranslate2.");
    }

    /// <summary>The files of a folder's weights; empty where it has none in this form.</summary>
    /// <exception cref="InvalidDataException">An index of several files is not what it should be.</exception>
    public static IReadOnlyList<string> FilesOf(string folder, WeightsForm form) => form switch
    {
        WeightsForm.Safetensors => SafetensorsCheckpoint.FilesIn(folder),
        WeightsForm.CTranslate2 => File.Exists(Path.Combine(folder, CTranslate2File.FileName))
            ? [Path.Combine(folder, CTranslate2File.FileName)]
            : [],
        _ => Directory.Exists(Path.Combine(folder, "onnx")) ? [.. Directory.EnumerateFiles(Path.Combine(folder, "onnx"))] : [],
    };
}
