using System.Numerics.Tensors;
using Hansard.Engine.Models;
using Hansard.Engine.Speakers.Features;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Speakers;

/// <summary>
/// A network that turns a stretch of speech into a vector that tells its speaker: [N, frames, bands] → [N, dimension]. Safe to use from
/// many threads.
/// </summary>
internal sealed class SpeakerEncoder : IDisposable
{
    /// <summary>Ending of the name of a quantised network, which is quicker and a little less exact.</summary>
    private const string QuickEnding = ".int8.onnx";

    /// <summary>The cosine between two speakers that all thresholds are made for: GE2E's.</summary>
    private const double ExpectedCosine = 0.65;

    private readonly InferenceSession _exact;

    /// <summary>Loaded when a long recording needs it.</summary>
    private readonly Lazy<InferenceSession>? _quick;

    /// <summary>
    /// Length of the constant part that every vector is given, so that two speakers have the expected cosine; 0 for none.
    /// </summary>
    private readonly float _constant;

    private SpeakerEncoder(InferenceSession exact, Lazy<InferenceSession>? quick, ISpeakerFrontEnd frontEnd, double cosine)
    {
        (_exact, _quick, FrontEnd) = (exact, quick, frontEnd);
        // A vector scaled by √k beside a constant √(1 − k): cosine c becomes 1 − k (1 − c), and of the vector with itself it stays 1.
        _constant = (float)Math.Sqrt(1 - Math.Min(1, (1 - ExpectedCosine) / (1 - cosine)));
    }

    /// <summary>Makes the features that it takes.</summary>
    public ISpeakerFrontEnd FrontEnd { get; }

    /// <summary>
    /// Loads an encoder as its catalogue entry describes it: its network, a quantised one beside it, if any, and the front end.
    /// </summary>
    /// <exception cref="InvalidDataException">The entry names no known front end, or the network does not fit it.</exception>
    public static SpeakerEncoder Load(ResolvedModel model)
    {
        if (model.Entry?.FrontEnd is not { } description)
            throw new InvalidDataException(
                $"The speaker encoder '{model.Name}' needs an entry in catalogue.json whose 'front_end' names its features.");
        string[] networks = [.. model.Entry.Files.Select(f => f.Path).Where(p => p.EndsWith(".onnx", StringComparison.Ordinal))];
        var exact = networks.FirstOrDefault(n => !n.EndsWith(QuickEnding, StringComparison.Ordinal)) ?? networks.FirstOrDefault()
            ?? throw new InvalidDataException($"The speaker encoder '{model.Name}' has no .onnx file in the catalogue.");
        var quick = networks.FirstOrDefault(n => n != exact && n.EndsWith(QuickEnding, StringComparison.Ordinal));
        return Load(
            Path.Combine(model.Folder, exact), quick is null ? null : Path.Combine(model.Folder, quick), description,
            model.Entry.DifferentSpeakersCosine);
    }

    private static SpeakerEncoder Load(string exact, string? quick, SpeakerFrontEnd frontEnd, double cosine)
    {
        ISpeakerFrontEnd features = frontEnd switch
        {
            { Mel: "slaney", Window: "hann" } => new PowerMel(frontEnd.Bands),
            { Mel: "kaldi", Window: "hamming" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.54)),
            { Mel: "kaldi", Window: "hann" } => new KaldiLogMel(frontEnd.Bands, KaldiLogMel.SymmetricWindow(0.5)),
            _ => throw new InvalidDataException(
                $"The front end of '{exact}' is not known: mel '{frontEnd.Mel}' with window '{frontEnd.Window}'. "
                    + "There are slaney with hann, and kaldi with hamming or hann."),
        };
        return new SpeakerEncoder(
            Open(exact, frontEnd), quick is null ? null : new Lazy<InferenceSession>(() => Open(quick, frontEnd)), features, cosine);
    }

    private static InferenceSession Open(string path, SpeakerFrontEnd frontEnd)
    {
        using var made = new DisposedOnFailure();
        var session = made.Add(OnnxModel.Open(path));
        var shape = session.InputMetadata[session.InputNames[0]].Dimensions;
        if (shape.Length == 3 && (shape[2] <= 0 || shape[2] == frontEnd.Bands))
        {
            made.Keep();
            return session;
        }
        throw new InvalidDataException(
            $"'{path}' takes [{string.Join(", ", shape)}], not [count, frames, {frontEnd.Bands}] as its front end gives.");
    }

    /// <summary>Embeds windows of one length.</summary>
    /// <param name="windows">[count, frames, bands].</param>
    /// <param name="count">At least 1.</param>
    /// <param name="frames">Frames in each.</param>
    /// <param name="quick">With the quick network, if there is one: half the time, cosine with the exact one ≥ 0.9985 for GE2E.</param>
    /// <returns>A unit vector for each.</returns>
    public float[][] Embed(float[] windows, int count, int frames, bool quick = false)
    {
        var session = quick ? _quick?.Value ?? _exact : _exact;
        using var input = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, windows.AsMemory(0, count * frames * FrontEnd.Bands), [count, frames, FrontEnd.Bands]);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputNames[0]], [input], [session.OutputNames[0]]);
        var values = results[0].GetTensorDataAsSpan<float>();
        var dimension = values.Length / count;
        var vectors = new float[count][];
        for (var i = 0; i < count; i++) vectors[i] = Scaled(values.Slice(i * dimension, dimension));
        return vectors;
    }

    private float[] Scaled(ReadOnlySpan<float> values)
    {
        var vector = Unit(values.ToArray());
        if (_constant == 0) return vector;
        TensorPrimitives.Multiply(vector, MathF.Sqrt(1 - (_constant * _constant)), vector);
        return [.. vector, _constant];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _exact.Dispose();
        if (_quick is { IsValueCreated: true }) _quick.Value.Dispose();
    }

    /// <summary>Scales a vector to length 1, in place.</summary>
    public static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector) + 1e-9f, vector);
        return vector;
    }
}
