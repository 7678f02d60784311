using Hansard.Engine.Models;
using System.Text.Json;
using Hansard.Engine.Audio;
using Hansard.Engine.Diagnostics;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>
/// NeMo's Parakeet TDT: a FastConformer encoder and a token-and-duration transducer, in the layout of <c>onnx-asr</c>
/// (<c>encoder-model.onnx</c>, <c>decoder_joint-model.onnx</c>, <c>vocab.txt</c>, <c>config.json</c>). Thread-safe.
/// </summary>
internal sealed class ParakeetModel : IDisposable
{
    private const string ModelType = "nemo-conformer-tdt";

    // Of parakeet-tdt-0.6b, for a configuration that does not state them.
    private const int UsualBands = 128;
    private const int UsualSubsampling = 8;

    // Eight times the usual, which is more than any published model has: buffers are made of it.
    private const int MostBands = 1024;

    private readonly ParakeetNetworks _networks;
    private readonly ParakeetVocabulary _vocabulary;
    private readonly TdtDecoder _decoder;
    private readonly int _subsampling;

    private ParakeetModel(ParakeetNetworks networks, ParakeetVocabulary vocabulary, int bands, int subsampling)
    {
        (_networks, _vocabulary, _subsampling) = (networks, vocabulary, subsampling);
        _decoder = new TdtDecoder(networks, vocabulary);
        Spectrogram = new NemoLogMelSpectrogram(bands);
    }

    /// <summary>Samples to features.</summary>
    public NemoLogMelSpectrogram Spectrogram { get; }

    /// <summary>Length of an encoder frame, to which all times are exact: 80 ms.</summary>
    public double FrameSeconds => (double)_subsampling * NemoLogMelSpectrogram.Hop / AudioSpecification.SampleRate;

    /// <summary>Tells from its configuration that a folder holds a model of this family.</summary>
    public static bool IsIn(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path)) return false;
        try
        {
            using var document = JsonDocument.Parse(ModelDocument.Read(path));
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("model_type", out var type)
                && type.ValueKind is JsonValueKind.String && type.ValueEquals(ModelType);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static ParakeetModel Open(string folder)
    {
        var (bands, subsampling) = ReadConfiguration(Path.Combine(folder, "config.json"));
        var vocabulary = ParakeetVocabulary.Load(Path.Combine(folder, "vocab.txt"));
        return new ParakeetModel(ParakeetNetworks.Open(folder), vocabulary, bands, subsampling);
    }

    /// <summary>Encodes sound.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <returns>[encoder frames, width].</returns>
    public float[][] Encode(ReadOnlySpan<float> samples)
    {
        // Two frames at least, or there is no deviation to normalise by.
        var padded = samples.Length < 2 * NemoLogMelSpectrogram.Hop
            ? [.. samples, .. new float[(2 * NemoLogMelSpectrogram.Hop) - samples.Length]]
            : samples;
        float[] features;
        using (EngineMeter.Stage("mel")) features = Spectrogram.Compute(padded);
        using var stage = EngineMeter.Stage("encoder");
        return _networks.Encode(features, NemoLogMelSpectrogram.Frames(padded.Length), NemoLogMelSpectrogram.Counted(padded.Length));
    }

    /// <summary>Decodes what was encoded.</summary>
    /// <param name="encoded">[encoder frames, width].</param>
    /// <param name="cancellationToken">Stops at the next step.</param>
    public IReadOnlyList<EmittedToken> Decode(float[][] encoded, CancellationToken cancellationToken)
    {
        using var stage = EngineMeter.Stage("decoder");
        return _decoder.Decode(encoded, cancellationToken);
    }

    /// <summary>The text of tokens, without a space at its beginning.</summary>
    public string Text(IEnumerable<EmittedToken> tokens) => string.Concat(tokens.Select(t => _vocabulary[t.Id])).TrimStart(' ');

    /// <summary>
    /// Joins tokens to words. A word lasts from its first token's frame to the end of its last token's predicted duration, but not into the
    /// next word.
    /// </summary>
    /// <param name="tokens">As they were emitted.</param>
    /// <param name="seconds">Length of the sound.</param>
    public IReadOnlyList<AlignedWord> Words(IReadOnlyList<EmittedToken> tokens, double seconds)
    {
        List<AlignedWord> words = [];
        for (int first = 0, next; first < tokens.Count; first = next)
        {
            next = first + 1;
            // A piece that is only the mark of a word's beginning belongs to the piece after it.
            while (next < tokens.Count && (_vocabulary[tokens[next].Id] is not [' ', ..] || _vocabulary[tokens[next - 1].Id] == " "))
                next++;
            var word = tokens.Skip(first).Take(next - first).ToArray();
            var end = word[^1].Frame + Math.Max(1, word[^1].Duration);
            if (next < tokens.Count) end = Math.Min(end, Math.Max(tokens[next].Frame, word[^1].Frame));
            words.Add(new AlignedWord(
                string.Concat(word.Select(t => _vocabulary[t.Id])),
                Math.Min(word[0].Frame * FrameSeconds, seconds),
                Math.Min(end * FrameSeconds, seconds),
                word.Average(t => Math.Exp(t.LogProbability)),
                [.. word.Select(t => t.Id)]));
        }
        return words;
    }

    /// <inheritdoc />
    public void Dispose() => _networks.Dispose();

    private static Configuration ReadConfiguration(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The model file '{path}' is missing.", path);
        try
        {
            using var document = JsonDocument.Parse(ModelDocument.Read(path));
            var root = document.RootElement;
            if (root.GetProperty("model_type").GetString() is var type && type != ModelType)
                throw new InvalidDataException($"'{path}' is of a model of type '{type}', and only '{ModelType}' can be run.");
            return new Configuration(
                Size(root, "features_size", UsualBands), Size(root, "subsampling_factor", UsualSubsampling));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not the configuration of a NeMo model: {exception.Message}", exception);
        }
    }

    private static int Size(JsonElement root, string name, int usual)
    {
        var size = root.TryGetProperty(name, out var stated) ? stated.GetInt32() : usual;
        return size is >= 1 and <= MostBands ? size : throw new FormatException($"'{name}' is {size}, and 1 to {MostBands} is possible.");
    }

    /// <summary>The parts of a model's configuration that are used.</summary>
    /// <param name="Bands">Mel bands of the encoder's input.</param>
    /// <param name="Subsampling">Feature frames in an encoder frame.</param>
    private readonly record struct Configuration(int Bands, int Subsampling);
}
