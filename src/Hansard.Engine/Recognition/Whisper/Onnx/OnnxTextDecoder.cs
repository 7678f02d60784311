using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Decoding;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>
/// The merged decoder of a Hugging Face (Optimum) export: the first call, without a cache, projects the cross keys and values,
/// and every later one is given them back.
/// </summary>
internal sealed class OnnxTextDecoder : ITextDecoder
{
    private readonly InferenceSession _session;
    private readonly WhisperConfiguration _configuration;
    private readonly RunOptions _run = new();
    private readonly OrtValue _withCache = OnnxModel.Tensor<bool>([true], 1);
    private readonly OrtValue _withoutCache = OnnxModel.Tensor<bool>([false], 1);
    private readonly OrtValue _empty;
    private readonly string[] _inputs;
    private readonly string[] _crossOutputs;
    private readonly string[] _attentionOutputs;
    private readonly string[] _stepOutputs;
    private readonly int[] _attentionLayers;

    private OnnxTextDecoder(InferenceSession session, WhisperConfiguration configuration)
    {
        (_session, _configuration) = (session, configuration);
        string[] Names(string prefix, string side) =>
            [.. Enumerable.Range(0, configuration.DecoderLayers)
                .SelectMany(i => new[] { $"{prefix}.{i}.{side}.key", $"{prefix}.{i}.{side}.value" })];
        HeadWidth = configuration.Width / configuration.DecoderHeads;
        _inputs = [
            "input_ids", "encoder_hidden_states", "use_cache_branch", .. Names("past_key_values", "decoder"),
            .. Names("past_key_values", "encoder")
        ];
        _crossOutputs = ["logits", .. Names("present", "encoder")];
        _stepOutputs = ["logits", .. Names("present", "decoder")];
        _attentionLayers = [.. configuration.AlignmentHeads.Select(h => h.Layer).Distinct().Order()];
        _attentionOutputs = ["logits", .. _attentionLayers.Select(i => $"cross_attentions.{i}")];
        _empty = OnnxModel.Allocate<float>(1, configuration.DecoderHeads, 0, HeadWidth);
        // PyTorch's tracer fixes the causal mask of the cached branch for one token, so a prompt must go through the other branch.
        PromptOnCache = session.ModelMetadata.ProducerName != "pytorch";
    }

    /// <summary>Width of an attention head.</summary>
    internal int HeadWidth { get; }

    /// <summary>Indicates whether the cached branch accepts several tokens at once.</summary>
    internal bool PromptOnCache { get; }

    /// <inheritdoc />
    public bool MixesWindows => false;

    /// <summary>Opens the file.</summary>
    /// <param name="path">decoder_model_merged*.onnx.</param>
    /// <param name="configuration">The model's.</param>
    /// <exception cref="InvalidDataException">The decoder has no cross attentions, which word times need.</exception>
    public static OnnxTextDecoder Open(string path, WhisperConfiguration configuration)
    {
        using var made = new DisposedOnFailure();
        var session = made.Add(UnsignedWeights.Open(path));
        if (session.OutputMetadata.ContainsKey("cross_attentions.0"))
        {
            var decoder = new OnnxTextDecoder(session, configuration);
            made.Keep();
            return decoder;
        }
        throw new InvalidDataException(
            $"The decoder '{path}' has no outputs cross_attentions.*, which word times need: "
                + "use an export whose name ends in '_timestamped'.");
    }

    /// <inheritdoc />
    public ICrossAttention Project(EncodedAudio audio)
    {
        using var ids = OnnxModel.Tensor<long>([_configuration.StartOfTranscript], 1, 1);
        var outputs = Run(ids, audio.Hidden, _withoutCache, Empty(), Empty(), _crossOutputs);
        using var logits = outputs[0];
        return new OnnxCrossAttention(audio, [.. outputs.Skip(1)], logits.GetTensorDataAsSpan<float>().ToArray());
    }

    /// <inheritdoc />
    public IReadOnlyList<float[]>? StartLogits(ICrossAttention window, IReadOnlyList<PositionRange> parts) => null;

    /// <inheritdoc />
    public IDecoderRows Start() => new OnnxDecoderRows(this);

    /// <inheritdoc />
    public ForcedPass Force(ICrossAttention window, IReadOnlyList<int> tokens)
    {
        var cross = (OnnxCrossAttention)window;
        using var ids = OnnxModel.Tensor<long>([.. tokens.Select(t => (long)t)], 1, tokens.Count);
        var outputs = Run(
            ids, cross.Audio.Hidden, PromptOnCache ? _withCache : _withoutCache, Empty(), PromptOnCache ? cross.KeysAndValues : Empty(),
            _attentionOutputs);
        OnnxForcedPass.HeadOutput[] heads = [.. _configuration.AlignmentHeads.Select(
            h => new OnnxForcedPass.HeadOutput(1 + Array.IndexOf(_attentionLayers, h.Layer), h.Head))];
        return new OnnxForcedPass(outputs, heads, tokens.Count, cross.Positions);
    }

    /// <inheritdoc />
    public double[] Score(
        ICrossAttention window, IReadOnlyList<int> prompt, IReadOnlyList<IReadOnlyList<int>> texts, int vocabulary,
        CancellationToken cancellationToken)
        => [.. texts.Select(text =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var pass = Force(window, [.. prompt, .. text]);
            var sum = 0.0;
            for (var i = 0; i < text.Count; i++)
            {
                var logits = pass.After(prompt.Count - 1 + i);
                sum += logits[text[i]] - LogSoftmax.Normaliser(logits, vocabulary);
            }
            return sum;
        })];

    /// <inheritdoc />
    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
        _empty.Dispose();
        _withCache.Dispose();
        _withoutCache.Dispose();
    }

    /// <summary>A pass of rows with a cache: logits, then the grown self-attention keys and values.</summary>
    internal IReadOnlyList<OrtValue> Step(OrtValue ids, EncodedAudio audio, IReadOnlyList<OrtValue> past, IReadOnlyList<OrtValue> cross)
        => Run(ids, audio.Hidden, _withCache, past, cross, _stepOutputs);

    /// <summary>A first pass of prompts without a cache: logits, self-attention and cross keys and values.</summary>
    internal IReadOnlyList<OrtValue> StartWithoutCache(OrtValue ids, OrtValue hidden)
        => Run(ids, hidden, _withoutCache, Empty(), Empty(), [.. _stepOutputs, .. _crossOutputs.Skip(1)]);

    /// <summary>Self-attention keys and values [rows, heads, 0, head width] for each layer; the caller disposes of them.</summary>
    internal OrtValue[] EmptyPast(int rows)
        => [.. Enumerable.Range(0, 2 * _configuration.DecoderLayers)
            .Select(_ => OnnxModel.Allocate<float>(rows, _configuration.DecoderHeads, 0, HeadWidth))];

    /// <summary>Keys and values of no length, shared.</summary>
    private OrtValue[] Empty()
    {
        var empty = new OrtValue[2 * _configuration.DecoderLayers];
        Array.Fill(empty, _empty);
        return empty;
    }

    private IReadOnlyList<OrtValue> Run(
        OrtValue ids, OrtValue hidden, OrtValue useCache, IReadOnlyList<OrtValue> past, IReadOnlyList<OrtValue> cross, string[] outputs)
    {
        OrtValue[] inputs = [ids, hidden, useCache, .. past, .. cross];
        return _session.Run(_run, _inputs, inputs, outputs);
    }
}
