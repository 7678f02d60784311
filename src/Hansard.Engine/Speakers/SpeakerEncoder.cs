using System.Numerics.Tensors;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Features;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers;

/// <summary>
/// A network that turns a stretch of speech into a vector that tells its speaker: [N, frames, bands] → [N, dimension]. Safe to use from many threads.
/// </summary>
internal sealed class SpeakerEncoder : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    private SpeakerEncoder(InferenceSession session, ISpeakerFrontEnd frontEnd)
    {
        (_session, FrontEnd) = (session, frontEnd);
        (_inputs, _outputs) = ([session.InputNames[0]], [session.OutputNames[0]]);
    }

    /// <summary>Makes the features that it takes.</summary>
    public ISpeakerFrontEnd FrontEnd { get; }

    /// <summary>Loads an encoder as its catalogue entry describes it: the first .onnx file, and the front end.</summary>
    /// <exception cref="InvalidDataException">The entry names no known front end, or the network does not fit it.</exception>
    public static SpeakerEncoder Load(ResolvedModel model)
    {
        if (model.Entry?.FrontEnd is not { } description)
            throw new InvalidDataException($"The speaker encoder '{model.Name}' needs an entry in catalogue.json whose 'front_end' names its features.");
        var file = model.Entry.Files.FirstOrDefault(f => f.Path.EndsWith(".onnx", StringComparison.Ordinal))
            ?? throw new InvalidDataException($"The speaker encoder '{model.Name}' has no .onnx file in the catalogue.");
        return Load(Path.Combine(model.Folder, file.Path), description);
    }

    /// <summary>Loads a network.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="frontEnd">The features it takes.</param>
    /// <inheritdoc cref="Load(ResolvedModel)"/>
    public static SpeakerEncoder Load(string path, SpeakerFrontEnd frontEnd)
    {
        ISpeakerFrontEnd features = frontEnd switch
        {
            { Mel: "slaney", Window: "hann" } => new PowerMel(frontEnd.Bands),
            { Mel: "kaldi", Window: "hamming" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.54)),
            { Mel: "kaldi", Window: "hann" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.5)),
            _ => throw new InvalidDataException(
                $"The front end of '{path}' is not known: mel '{frontEnd.Mel}' with window '{frontEnd.Window}'. There are slaney with hann, and kaldi with hamming or hann."),
        };
        var session = OnnxModel.Open(path);
        var shape = session.InputMetadata[session.InputNames[0]].Dimensions;
        if (shape.Length == 3 && (shape[2] <= 0 || shape[2] == frontEnd.Bands)) return new SpeakerEncoder(session, features);
        session.Dispose();
        throw new InvalidDataException($"'{path}' takes [{string.Join(", ", shape)}], not [count, frames, {frontEnd.Bands}] as its front end gives.");
    }

    /// <summary>Embeds windows of one length.</summary>
    /// <param name="windows">[count, frames, bands].</param>
    /// <param name="count">At least 1.</param>
    /// <param name="frames">Frames in each.</param>
    /// <returns>A unit vector for each.</returns>
    public float[][] Embed(float[] windows, int count, int frames)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, windows.AsMemory(0, count * frames * FrontEnd.Bands), [count, frames, FrontEnd.Bands]);
        using var options = new RunOptions();
        using var results = _session.Run(options, _inputs, [input], _outputs);
        var values = results[0].GetTensorDataAsSpan<float>();
        var dimension = values.Length / count;
        var vectors = new float[count][];
        for (var i = 0; i < count; i++) vectors[i] = Unit(values.Slice(i * dimension, dimension).ToArray());
        return vectors;
    }

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    /// <summary>Scales a vector to length 1, in place.</summary>
    public static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector) + 1e-9f, vector);
        return vector;
    }
}
