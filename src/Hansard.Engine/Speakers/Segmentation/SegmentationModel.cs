using Hansard.Engine.Diagnostics;
using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers.Segmentation;

/// <summary>
/// Network that tells who differs from whom within a window of 10 s: pyannote segmentation-3.0 (Plaquet &amp; Bredin 2023). Safe to use
/// from
/// many threads.
/// </summary>
internal sealed class SegmentationModel : IDisposable
{
    /// <summary>The network's file in its model folder.</summary>
    public const string FileName = "model.onnx";

    private static readonly string[] Inputs = ["samples"];

    private static readonly string[] Outputs = ["log_probs"];

    private readonly InferenceSession _session;

    private SegmentationModel(InferenceSession session) => _session = session;

    /// <summary>Loads the network.</summary>
    /// <param name="directory">The folder that holds <see cref="FileName"/>.</param>
    /// <param name="integers">Its memory multiplies in 8-bit integers: see <see cref="IntegerMemory"/>.</param>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is not a segmentation network.</exception>
    public static SegmentationModel Load(string directory, bool integers = false)
    {
        var path = Path.Combine(directory, FileName);
        using var made = new DisposedOnFailure();
        var session = made.Add(integers ? OnnxModel.Open(IntegerMemory.Read(path), path) : OnnxModel.Open(path));
        if (!session.InputMetadata.ContainsKey(Inputs[0]) || !session.OutputMetadata.TryGetValue(Outputs[0], out var output)
            || output.Dimensions is not [_, _, Powerset.Classes])
        {
            throw new InvalidDataException(
                $"'{path}' is no segmentation network: it should take 'samples' and give 'log_probs' [batch, "
                    + $"outputs, {Powerset.Classes}].");
        }
        made.Keep();
        return new SegmentationModel(session);
    }

    /// <summary>Runs the network on one window.</summary>
    /// <param name="samples">
    /// [<see cref="SegmentationWindows.Samples"/>], 16 kHz, at the level of all recordings, as the network's normalisation takes very quiet
    /// ones
    /// for quiet; zeros beyond the recording.
    /// </param>
    /// <returns>Log probabilities, [outputs, <see cref="Powerset.Classes"/>].</returns>
    public float[] Run(float[] samples)
    {
        using var stage = EngineMeter.Stage("speaker-segmentation");
        using var input = OrtValue.CreateTensorValueFromMemory(samples, [1, 1, samples.Length]);
        using var options = new RunOptions();
        using var results = _session.Run(options, Inputs, [input], Outputs);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();
}
