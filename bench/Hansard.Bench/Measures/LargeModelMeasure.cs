using System.Globalization;
using System.Text.Json.Nodes;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Tokens;
using Hansard.Engine.Tests.Recognition.Whisper;
using Hansard.Engine.Tests.Recognition.Whisper.Checkpoints;

namespace Hansard.Bench.Measures;

/// <summary>Time and memory of a model of the shape of large-v3-turbo with random weights.</summary>
internal static class LargeModelMeasure
{
    // What is said in 30 s of fast speech; random weights never come to an end by themselves.
    private const int Steps = 100;
    private const int Beams = 5;

    /// <summary>Encodes a window of 30 s and decodes it with five beams, and tells the most memory that this process had.</summary>
    /// <param name="asInFile">ONNX Runtime runs the network as it is in its file.</param>
    /// <param name="inFloatingPoint">ONNX Runtime runs it in floating point, as an export is that nobody quantised.</param>
    public static async Task<List<ResultRow>> RunAsync(bool asInFile, bool inFloatingPoint)
    {
        var folder = await FolderAsync();
        if (!Directory.Exists(Path.Combine(folder, "hansard-int8")))
        {
            WhisperModel.Open(folder, null).Dispose();
            // This process has had all the memory that converting takes.
            return [new ResultRow("shape of large-v3-turbo", "converted; run this again for time and memory")];
        }
        if (inFloatingPoint && Floating(folder) is var floating)
        {
            if (floating.IsNew) return [new ResultRow("shape of large-v3-turbo", "written in floating point; run this again")];
            folder = floating.Folder;
        }
        var started = ProcessorTime.Seconds();
        using var model = WhisperModel.Open(folder, null, rewrite: !(asInFile || inFloatingPoint));
        var opened = ProcessorTime.Seconds();
        var samples = new float[30 * 16_000];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.1f * MathF.Sin(0.05f * i) * MathF.Sin(0.0003f * i);
        // Once for what is only done once.
        model.Encode(new float[16_000], 200).Dispose();
        var before = ProcessorTime.Seconds();
        using var window = model.Encode(samples);
        var encoded = ProcessorTime.Seconds();
        var rules = new TokenRules(model.Configuration with { Suppressed = [model.Configuration.EndOfText] }, timestamps: false);
        var search = new BeamSearch(Beams, rules, Steps, stopLoops: false);
        var prompt = Prompt.Build(model.Configuration, "en", SpeechTask.Transcribe, timestamps: false);
        LockstepDecoding.Run(model.Decoder, [window], [prompt], [search], TokenScripts.None, CancellationToken.None);
        var decoded = ProcessorTime.Seconds();
        var name = inFloatingPoint ? "ONNX Runtime in floating point" : asInFile ? "ONNX Runtime alone" : "Hansard";
        return
        [
            new ResultRow($"shape of large-v3-turbo, {name}: opened", Seconds(opened - started)),
            new ResultRow($"shape of large-v3-turbo, {name}: 30 s encoded", Seconds(encoded - before)),
            new ResultRow($"shape of large-v3-turbo, {name}: {Steps} steps of {Beams} beams", Seconds(decoded - encoded)),
            new ResultRow($"shape of large-v3-turbo, {name}: window", Seconds(decoded - before)),
            new ResultRow(
                $"shape of large-v3-turbo, {name}: most memory", ProcessMemory.Peak().ToString("F0", CultureInfo.InvariantCulture) + " MB"),
        ];
    }

    private static (string Folder, bool IsNew) Floating(string folder)
    {
        var floating = new DirectoryInfo($"{folder}-float");
        if (File.Exists(Path.Combine(floating.FullName, "onnx", "decoder_model_merged.onnx"))) return (floating.FullName, false);
        if (floating.Exists) floating.Delete(recursive: true);
        floating.Create();
        var converted = Directory.GetDirectories(Path.Combine(folder, "hansard-int8")).Single();
        FloatNetworks.Write(Path.Combine(converted, "onnx"), folder, floating);
        return (floating.FullName, true);
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} processor seconds");

    /// <summary>The model's folder, 1.6 GB, written once.</summary>
    private static async Task<string> FolderAsync()
    {
        var folder = Path.Combine(Corpus.Results, "whisper-turbo-random");
        var weights = new RandomWeights
        {
            Width = 1280,
            Heads = 20,
            Inner = 5120,
            EncoderLayers = 32,
            DecoderLayers = 4,
            MelBands = 128,
        };
        var file = Path.Combine(folder, "model.safetensors");
        if (File.Exists(file)) return folder;
        Directory.CreateDirectory(folder);
        var fixture = Path.Combine(Corpus.Repository, "tests", "fixtures", "models", "whisper-random");
        foreach (var name in new[] { "config.json", "generation_config.json", "tokenizer.json", "preprocessor_config.json" })
            File.Copy(Path.Combine(fixture, name), Path.Combine(folder, name), overwrite: true);
        var path = Path.Combine(folder, "config.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        (json["d_model"], json["encoder_attention_heads"], json["decoder_attention_heads"]) = (weights.Width, weights.Heads, weights.Heads);
        (json["encoder_ffn_dim"], json["decoder_ffn_dim"]) = (weights.Inner, weights.Inner);
        (json["encoder_layers"], json["decoder_layers"]) = (weights.EncoderLayers, weights.DecoderLayers);
        (json["num_mel_bins"], json["vocab_size"]) = (weights.MelBands, weights.Vocabulary);
        await File.WriteAllTextAsync(path, json.ToJsonString());
        SafetensorsWriter.Write($"{file}.part", weights, weights.Names, "F16");
        File.Move($"{file}.part", file);
        return folder;
    }
}
