using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>
/// The two networks of a NeMo transducer in the layout that the Python package <c>onnx-asr</c> reads: <c>encoder-model.onnx</c>, and
/// <c>decoder_joint-model.onnx</c>, which is the predictor and the joint network in one. Thread-safe.
/// </summary>
internal sealed class ParakeetNetworks : IDisposable
{
    private static readonly string[] EncoderInputs = ["audio_signal", "length"];
    private static readonly string[] EncoderOutputs = ["outputs", "encoded_lengths"];
    private static readonly string[] JointInputs = ["encoder_outputs", "targets", "target_length", "input_states_1", "input_states_2"];
    private static readonly string[] JointOutputs = ["outputs", "output_states_1", "output_states_2"];

    private static readonly int[] One = [1];

    private readonly InferenceSession _encoder;
    private readonly InferenceSession _joint;
    private readonly RunOptions _run = new();
    private readonly long[] _stateShape;

    private ParakeetNetworks(InferenceSession encoder, InferenceSession joint)
    {
        (_encoder, _joint) = (encoder, joint);
        var state = joint.InputMetadata[JointInputs[3]].Dimensions;
        _stateShape = [state[0], 1, state[2]];
    }

    /// <summary>Opens the networks of a folder; quantised files are preferred, as they run fastest on a processor.</summary>
    /// <exception cref="FileNotFoundException">One is not there.</exception>
    /// <exception cref="InvalidDataException">One cannot be run, or has other inputs or outputs.</exception>
    public static ParakeetNetworks Open(string folder)
    {
        using var made = new DisposedOnFailure();
        var encoder = made.Add(Open(folder, "encoder-model", EncoderInputs, EncoderOutputs));
        var joint = made.Add(Open(folder, "decoder_joint-model", JointInputs, JointOutputs));
        var networks = new ParakeetNetworks(encoder, joint);
        made.Keep();
        return networks;
    }

    /// <summary>Encodes features.</summary>
    /// <param name="features">[bands, frames].</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="counted">Frames that are not padding.</param>
    /// <returns>[encoder frames, width], a frame every 80 ms.</returns>
    public float[][] Encode(float[] features, int frames, int counted)
    {
        using var signal = OrtValue.CreateTensorValueFromMemory(features, [1, features.Length / frames, frames]);
        using var length = OnnxModel.Tensor<long>([counted], 1);
        using var results = _encoder.Run(_run, EncoderInputs, [signal, length], EncoderOutputs);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        var values = results[0].GetTensorDataAsSpan<float>();
        var (width, stride) = ((int)shape[1], (int)shape[2]);
        // What comes after was encoded from padding.
        var encoded = new float[Math.Min(stride, results[1].GetTensorDataAsSpan<long>()[0])][];
        for (var t = 0; t < encoded.Length; t++)
        {
            encoded[t] = new float[width];
            for (var i = 0; i < width; i++) encoded[t][i] = values[(i * stride) + t];
        }
        return encoded;
    }

    /// <summary>The predictor's state before the first token: zeros.</summary>
    public PredictorState NewState()
    {
        var zeros = new float[_stateShape[0] * _stateShape[2]];
        return new PredictorState(OnnxModel.Tensor<float>(zeros, _stateShape), OnnxModel.Tensor<float>(zeros, _stateShape));
    }

    /// <summary>Scores what comes next at an encoder frame.</summary>
    /// <param name="frame">The encoder's output there, [width].</param>
    /// <param name="token">The last token emitted; the blank before the first.</param>
    /// <param name="state">The predictor's state before that token; stays the caller's.</param>
    /// <param name="scores">Receives the logits of the tokens, the blank last, and after them those of the durations.</param>
    /// <returns>The state after that token, which the caller disposes of.</returns>
    public PredictorState Join(float[] frame, int token, PredictorState state, Span<float> scores)
    {
        using var encoded = OrtValue.CreateTensorValueFromMemory(frame, [1, frame.Length, 1]);
        using var targets = OrtValue.CreateTensorValueFromMemory(new[] { token }, [1, 1]);
        using var length = OrtValue.CreateTensorValueFromMemory(One, [1]);
        var results = _joint.Run(_run, JointInputs, [encoded, targets, length, state.First, state.Second], JointOutputs);
        using var logits = results[0];
        var after = new PredictorState(results[1], results[2]);
        var values = logits.GetTensorDataAsSpan<float>();
        if (values.Length != scores.Length)
        {
            after.Dispose();
            throw new InvalidDataException(
                $"The joint network scores {values.Length} outcomes where its vocabulary and durations make {scores.Length}.");
        }
        values.CopyTo(scores);
        return after;
    }

    /// <summary>Outcomes that the joint network scores: tokens and durations; −1 if the network does not say.</summary>
    public int Outcomes => _joint.OutputMetadata[JointOutputs[0]].Dimensions[^1];

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder.Dispose();
        _joint.Dispose();
        _run.Dispose();
    }

    private static InferenceSession Open(string folder, string name, string[] inputs, string[] outputs)
    {
        var quantised = Path.Combine(folder, $"{name}.int8.onnx");
        var path = File.Exists(quantised) ? quantised : Path.Combine(folder, $"{name}.onnx");
        using var made = new DisposedOnFailure();
        var session = made.Add(UnsignedWeights.Open(path));
        string[] missing =
            [.. inputs.Where(i => !session.InputMetadata.ContainsKey(i)), .. outputs.Where(o => !session.OutputMetadata.ContainsKey(o))];
        if (missing.Length > 0)
            throw new InvalidDataException($"'{path}' has no {string.Join(", no ", missing)}, which a NeMo transducer has.");
        made.Keep();
        return session;
    }
}
