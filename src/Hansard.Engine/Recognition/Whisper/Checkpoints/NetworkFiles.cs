using Hansard.Engine.Recognition.Whisper.Checkpoints.CTranslate2;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Safetensors;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>The networks of a model.</summary>
/// <param name="Encoder">Path of encoder_model*.onnx.</param>
/// <param name="Decoder">Path of decoder_model_merged*.onnx.</param>
/// <param name="IsConverted">Whether they were made here, in the form that runs fastest.</param>
internal sealed record NetworkFiles(string Encoder, string Decoder, bool IsConverted = false)
{
    private const string Folder = "onnx";
    private const string EncoderName = "encoder_model";
    private const string DecoderName = "decoder_model_merged";

    /// <summary>The smallest first: the CPU runs int8 fastest.</summary>
    private static readonly string[] Variants = ["_int8", "_quantized", "_uint8", "", "_fp16"];

    /// <summary>
    /// The networks of a folder: its own; otherwise those made of its weights, which are converted when that has not been done yet.
    /// </summary>
    /// <exception cref="FileNotFoundException">There are neither.</exception>
    /// <exception cref="InvalidDataException">The weights are not what they should be.</exception>
    /// <exception cref="IOException">There is no place to write what has to be converted.</exception>
    public static NetworkFiles Of(string folder) => WeightsForms.In(folder) switch
    {
        WeightsForm.Onnx => new NetworkFiles(Network(folder, EncoderName), Network(folder, DecoderName)),
        var form => Converted(folder, form),
    };

    /// <summary>The folder for what else is made of the model.</summary>
    /// <returns>Null where none can be written.</returns>
    public string? Cache()
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Encoder))!;
        if (IsConverted) return folder;
        try
        {
            return ConversionCache.Of(folder, [Encoder, Decoder]).FindOrMake(_ => { });
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Determines whether a folder has a network of its own.</summary>
    public static bool AreIn(string folder) => Find(folder, EncoderName) is not null || Find(folder, DecoderName) is not null;

    private static NetworkFiles Converted(string folder, WeightsForm form)
    {
        var sources = WeightsForms.FilesOf(folder, form);
        return In(ConversionCache.Of(folder, [.. sources, Path.Combine(folder, "config.json")]).FindOrMake(empty =>
        {
            void Write(ICheckpoint checkpoint, int encoderHeads)
                => new CheckpointConversion(checkpoint, WhisperConfiguration.Load(folder)).Write(encoderHeads, In(empty));

            if (form is WeightsForm.CTranslate2)
            {
                using var checkpoint = CTranslate2Checkpoint.Open(folder);
                Write(checkpoint, checkpoint.EncoderHeads);
            }
            else
            {
                var configuration = CheckpointConfiguration.Load(folder);
                using var checkpoint = SafetensorsCheckpoint.Open(folder);
                configuration.Check(checkpoint);
                Write(checkpoint, configuration.EncoderHeads);
            }
        }));
    }

    private static NetworkFiles In(string folder)
        => new(
            Path.Combine(folder, Folder, $"{EncoderName}{Variants[0]}.onnx"),
            Path.Combine(folder, Folder, $"{DecoderName}{Variants[0]}.onnx"),
            IsConverted: true);

    private static string Network(string folder, string name)
        => Find(folder, name) ?? throw new FileNotFoundException(
            $"The model folder '{folder}' has no onnx/{name}.onnx, "
            + $"nor any of {string.Join(", ", Variants.Select(v => name + v + ".onnx"))}.");

    private static string? Find(string folder, string name)
        => Variants.Select(v => Path.Combine(folder, Folder, $"{name}{v}.onnx")).FirstOrDefault(File.Exists);
}
