using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Known;
using Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Makes int8 networks of trained weights.</summary>
/// <remarks>
/// Each network is first written with probes and tried with known speech, and its nodes are then written again: products whose input has
/// outliers get two terms. Which these are is another thing in every model, and cannot be told from the weights.
/// </remarks>
/// <param name="checkpoint">The weights.</param>
/// <param name="configuration">The model's.</param>
/// <param name="tokenizer">The model's.</param>
internal sealed class CheckpointConversion(ICheckpoint checkpoint, WhisperConfiguration configuration, WhisperTokenizer tokenizer)
{
    /// <summary>
    /// A step of 8 bits over the root of the mean square from which on an input has outliers. Measured in Whisper base and tiny.en: 0.40 to
    /// 1.06 in the layers that lose words with one term, 0.08 to 0.35 in the others (docs/benchmarks.md, Weights from a checkpoint).
    /// </summary>
    private const double CoarseStep = 0.375;

    private readonly CheckpointDimensions _sizes = CheckpointDimensions.Of(checkpoint);

    /// <summary>Writes both networks.</summary>
    /// <param name="encoderHeads">Attention heads of the encoder.</param>
    /// <param name="networks">Receives them.</param>
    /// <exception cref="InvalidDataException">The weights are not those of a Whisper.</exception>
    public void Write(int encoderHeads, NetworkFiles networks)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(networks.Encoder)!);
        using var hidden = WriteEncoder(encoderHeads, networks.Encoder);
        WriteDecoder(networks.Decoder, hidden);
    }

    private OrtValue WriteEncoder(int heads, string path)
    {
        using var network = new NetworkWriter(checkpoint, path);
        var probe = new OutlierProbe();
        EncoderNetwork.Write(network, _sizes, heads, probe, () => probe.Outputs);
        using var input = Features();
        var hidden = Try(path, probe, [EncoderNetwork.Features], [input], EncoderNetwork.Hidden, out var precise);
        network.Reopen();
        EncoderNetwork.Write(network, _sizes, heads, new MeasuredProducts(precise), () => []);
        return hidden;
    }

    private void WriteDecoder(string path, OrtValue hidden)
    {
        using var network = new NetworkWriter(checkpoint, path);
        var probe = new OutlierProbe();
        new DecoderNetwork(network, _sizes, configuration.DecoderHeads, probe).WriteFirst(() => probe.Outputs);
        long[] tokens =
        [
            .. Prompt.Build(configuration, KnownSpeech.Language, SpeechTask.Transcribe, timestamps: false),
            .. tokenizer.Encode($" {string.Join(' ', KnownSpeech.Words().Select(w => w.Text))}"),
            configuration.EndOfText,
        ];
        using var ids = OnnxModel.Tensor<long>(tokens, 1, tokens.Length);
        Try(path, probe, DecoderNetwork.FirstInputs, [ids, hidden], DecoderNetwork.Logits, out var precise).Dispose();
        network.Reopen();
        new DecoderNetwork(network, _sizes, configuration.DecoderHeads, new MeasuredProducts(precise)).WriteMerged();
    }

    private OrtValue Features()
    {
        var frames = LogMelSpectrogram.WindowFrames(KnownSpeech.Samples().Length, paddingSeconds: null);
        var mel = new LogMelSpectrogram(_sizes.MelBands).Compute(KnownSpeech.Samples(), frames);
        return OnnxModel.Tensor<float>(mel, 1, _sizes.MelBands, frames);
    }

    /// <summary>Runs a network with probes.</summary>
    /// <returns>Its own output.</returns>
    private static OrtValue Try(
        string path, OutlierProbe probe, string[] inputs, OrtValue[] values, string output, out HashSet<string> precise)
    {
        using var session = OnnxModel.Open(path);
        using var run = new RunOptions();
        var results = session.Run(run, inputs, values, [output, .. probe.OutputNames]);
        precise = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < probe.Names.Count; i++)
        {
            var (least, greatest, square) = (Scalar(results[(3 * i) + 1]), Scalar(results[(3 * i) + 2]), Scalar(results[(3 * i) + 3]));
            if ((greatest - least) / byte.MaxValue > CoarseStep * Math.Sqrt(square)) precise.Add(probe.Names[i]);
        }
        foreach (var result in results.Skip(1)) result.Dispose();
        return results[0];
    }

    private static float Scalar(OrtValue value) => value.GetTensorDataAsSpan<float>()[0];
}
