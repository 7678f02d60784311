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
    /// <summary>What the name of a quantised network ends in, which is quicker and a little less exact.</summary>
    private const string QuickEnding = ".int8.onnx";

    private readonly InferenceSession _exact;
    private readonly InferenceSession? _quick;

    private SpeakerEncoder(InferenceSession exact, InferenceSession? quick, ISpeakerFrontEnd frontEnd) => (_exact, _quick, FrontEnd) = (exact, quick, frontEnd);

    /// <summary>Makes the features that it takes.</summary>
    public ISpeakerFrontEnd FrontEnd { get; }

    /// <summary>Loads an encoder as its catalogue entry describes it: its network, a quantised one beside it, if any, and the front end.</summary>
    /// <exception cref="InvalidDataException">The entry names no known front end, or the network does not fit it.</exception>
    public static SpeakerEncoder Load(ResolvedModel model)
    {
        if (model.Entry?.FrontEnd is not { } description)
            throw new InvalidDataException($"The speaker encoder '{model.Name}' needs an entry in catalogue.json whose 'front_end' names its features.");
        string[] networks = [.. model.Entry.Files.Select(f => f.Path).Where(p => p.EndsWith(".onnx", StringComparison.Ordinal))];
        var exact = networks.FirstOrDefault(n => !n.EndsWith(QuickEnding, StringComparison.Ordinal)) ?? networks.FirstOrDefault()
            ?? throw new InvalidDataException($"The speaker encoder '{model.Name}' has no .onnx file in the catalogue.");
        var quick = networks.FirstOrDefault(n => n != exact && n.EndsWith(QuickEnding, StringComparison.Ordinal));
        return Load(Path.Combine(model.Folder, exact), quick is null ? null : Path.Combine(model.Folder, quick), description);
    }

    /// <summary>Loads networks.</summary>
    /// <param name="exact">The .onnx file.</param>
    /// <param name="quick">A quicker version of it, or null.</param>
    /// <param name="frontEnd">The features they take.</param>
    /// <inheritdoc cref="Load(ResolvedModel)"/>
    public static SpeakerEncoder Load(string exact, string? quick, SpeakerFrontEnd frontEnd)
    {
        ISpeakerFrontEnd features = frontEnd switch
        {
            { Mel: "slaney", Window: "hann" } => new PowerMel(frontEnd.Bands),
            { Mel: "kaldi", Window: "hamming" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.54)),
            { Mel: "kaldi", Window: "hann" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.5)),
            _ => throw new InvalidDataException(
                $"The front end of '{exact}' is not known: mel '{frontEnd.Mel}' with window '{frontEnd.Window}'. There are slaney with hann, and kaldi with hamming or hann."),
        };
        return new SpeakerEncoder(Open(exact, frontEnd), quick is null ? null : Open(quick, frontEnd), features);
    }

    private static InferenceSession Open(string path, SpeakerFrontEnd frontEnd)
    {
        var session = OnnxModel.Open(path);
        var shape = session.InputMetadata[session.InputNames[0]].Dimensions;
        if (shape.Length == 3 && (shape[2] <= 0 || shape[2] == frontEnd.Bands)) return session;
        session.Dispose();
        throw new InvalidDataException($"'{path}' takes [{string.Join(", ", shape)}], not [count, frames, {frontEnd.Bands}] as its front end gives.");
    }

    /// <summary>Embeds windows of one length.</summary>
    /// <param name="windows">[count, frames, bands].</param>
    /// <param name="count">At least 1.</param>
    /// <param name="frames">Frames in each.</param>
    /// <param name="quick">With the quick network, if there is one: half the time, cosine with the exact one ≥ 0.9985 for GE2E.</param>
    /// <returns>A unit vector for each.</returns>
    public float[][] Embed(float[] windows, int count, int frames, bool quick = false)
    {
        var session = quick ? _quick ?? _exact : _exact;
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, windows.AsMemory(0, count * frames * FrontEnd.Bands), [count, frames, FrontEnd.Bands]);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputNames[0]], [input], [session.OutputNames[0]]);
        var values = results[0].GetTensorDataAsSpan<float>();
        var dimension = values.Length / count;
        var vectors = new float[count][];
        for (var i = 0; i < count; i++) vectors[i] = Unit(values.Slice(i * dimension, dimension).ToArray());
        return vectors;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _exact.Dispose();
        _quick?.Dispose();
    }

    /// <summary>Scales a vector to length 1, in place.</summary>
    public static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector) + 1e-9f, vector);
        return vector;
    }
}
