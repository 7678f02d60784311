using Google.Protobuf;
using Hansard.Engine.Diagnostics;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace Hansard.Engine.Speech;

/// <summary>The network of Silero VAD in its variant for sequences. Safe to use from many threads.</summary>
internal sealed class VoiceActivityModel : IDisposable
{
    /// <summary>New samples per frame, 32 ms: one probability each.</summary>
    public const int FrameSamples = 512;

    /// <summary>Samples before a frame that the network sees too.</summary>
    public const int ContextSamples = 64;

    /// <summary>Values in a row of input.</summary>
    public const int RowLength = ContextSamples + FrameSamples;

    /// <summary>Values in each of the two parts of the LSTM's state.</summary>
    public const int StateLength = 128;

    /// <summary>The network's file in its model folder.</summary>
    public const string FileName = "silero_vad_16k_sequence.onnx";

    private static readonly string[] Inputs = ["input", "h", "c"];

    private static readonly string[] Outputs = ["speech_probs", "hn", "cn"];

    private readonly InferenceSession _session;

    private VoiceActivityModel(InferenceSession session) => _session = session;

    /// <summary>Loads the network.</summary>
    /// <param name="directory">The folder that holds <see cref="FileName"/>.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is not a network that can be run.</exception>
    public static VoiceActivityModel Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path) || !OnnxModel.CanRewrite(path)) return new VoiceActivityModel(OnnxModel.Open(path));
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"'{path}' cannot be loaded as an ONNX network: {e.Message}", e);
        }
        return new VoiceActivityModel(
            VoiceActivityNetwork.Rewrite(model) ? OnnxModel.Open(model.ToByteArray(), path) : OnnxModel.Open(path));
    }

    /// <summary>Runs a block of consecutive rows.</summary>
    /// <param name="rows">[count, <see cref="RowLength"/>], at least that long.</param>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="h">The state, [<see cref="StateLength"/>]: read, and replaced by the one after the block.</param>
    /// <param name="c">The other part of the state.</param>
    /// <param name="probabilities">[count]: how likely each frame is speech.</param>
    public void Run(float[] rows, int count, float[] h, float[] c, Span<float> probabilities)
    {
        using var stage = EngineMeter.Stage("vad");
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, rows.AsMemory(0, count * RowLength), [count, RowLength]);
        using var hidden = OrtValue.CreateTensorValueFromMemory(h, [1, 1, StateLength]);
        using var cell = OrtValue.CreateTensorValueFromMemory(c, [1, 1, StateLength]);
        using var options = new RunOptions();
        using var results = _session.Run(options, Inputs, [input, hidden, cell], Outputs);
        results[0].GetTensorDataAsSpan<float>()[..count].CopyTo(probabilities);
        results[1].GetTensorDataAsSpan<float>().CopyTo(h);
        results[2].GetTensorDataAsSpan<float>().CopyTo(c);
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();
}
