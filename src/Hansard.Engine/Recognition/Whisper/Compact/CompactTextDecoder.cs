using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>
/// A merged decoder whose attention is computed here: the rows of a window share its keys and values, in int8, and windows of any length
/// are decoded together.
/// </summary>
/// <remarks>
/// In ONNX Runtime attention wants the windows of a step to be of one length, keys and values side by side in floating point, and copies
/// the cache of the tokens before at every step. The matrix products, which are most of what is left, stay there: they run on the
/// processor's int8 dot products.
/// </remarks>
internal sealed class CompactTextDecoder : ITextDecoder
{
    private readonly DecoderSubgraphs _parts;
    private readonly PartitionedNetwork _network;
    private readonly InferenceSession _projection;
    private readonly WhisperConfiguration _configuration;
    private readonly RunOptions _run = new();

    private CompactTextDecoder(DecoderSubgraphs parts, WhisperConfiguration configuration, string path)
    {
        _configuration = configuration;
        using var made = new DisposedOnFailure();
        _network = made.Add(new PartitionedNetwork(parts.Parts, path));
        _projection = OnnxModel.Open(parts.Projection.Model, path);
        made.Keep();
        // What was read is not needed any more: it is as large as the model.
        _parts = parts with { Parts = [], Projection = parts.Projection with { Model = [] } };
    }

    /// <inheritdoc />
    public bool MixesLengths => true;

    /// <summary>Opens a decoder of the known form.</summary>
    /// <param name="path">decoder_model_merged*.onnx.</param>
    /// <param name="configuration">The model's.</param>
    /// <returns>Null if the decoder is of another form.</returns>
    public static CompactTextDecoder? Open(string path, WhisperConfiguration configuration)
    {
        if (!OnnxModel.CanRewrite(path) || configuration.Width != CompactCrossAttention.Width * configuration.DecoderHeads) return null;
        var parts = DecoderSubgraphs.Cut(File.ReadAllBytes(path));
        return parts?.Heads == configuration.DecoderHeads ? new CompactTextDecoder(parts, configuration, path) : null;
    }

    /// <inheritdoc />
    public ICrossAttention Project(EncodedAudio audio)
    {
        using (audio)
        {
            using var projected = _projection.Run(_run, _parts.Projection.Inputs, [audio.Hidden], _parts.Projection.Outputs);
            return new CompactCrossAttention(projected, _parts.Heads, StartLogits);
        }
    }

    /// <inheritdoc />
    public IDecoderRows Start(IReadOnlyList<ICrossAttention> windows, IReadOnlyList<IReadOnlyList<int>> prompts)
        => new CompactDecoderRows(this, [.. windows.Cast<CompactCrossAttention>()], prompts);

    /// <inheritdoc />
    public ForcedPass Force(ICrossAttention window, IReadOnlyList<int> tokens)
    {
        var compact = (CompactCrossAttention)window;
        var attention = new CompactForcedPass(_configuration.AlignmentHeads, tokens.Count, compact.Positions);
        using var before = new SelfAttention(_parts.Heads, _configuration.DecoderLayers);
        before.Begin([0], tokens.Count);
        attention.Logits = Pass(
            [.. tokens.Select(t => (long)t)], [new WindowRows(compact, 1)], before, new CrossAttentionKernel(), attention);
        return attention;
    }

    /// <inheritdoc />
    public double[] Score(
        ICrossAttention window, IReadOnlyList<int> prompt, IReadOnlyList<IReadOnlyList<int>> texts, int vocabulary,
        CancellationToken cancellationToken)
        => new CompactTextScores(this, (CompactCrossAttention)window, prompt, vocabulary).Sums(texts, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _network.Dispose();
        _projection.Dispose();
        _run.Dispose();
    }

    /// <summary>Creates the attention to the tokens before, for rows that have none yet.</summary>
    internal SelfAttention NewSelfAttention() => new(_parts.Heads, _configuration.DecoderLayers);

    /// <summary>Passes tokens through the decoder.</summary>
    /// <param name="tokens">[rows, tokens of a row].</param>
    /// <param name="windows">Windows in the order of the rows, and the rows of each.</param>
    /// <param name="before">The tokens before, for which the pass has begun.</param>
    /// <param name="kernel">Used by one thread at a time.</param>
    /// <param name="observer">Receives the attention of the alignment heads; null for nobody.</param>
    /// <returns>Logits [rows, tokens of a row, vocabulary], which the caller disposes of.</returns>
    internal OrtValue Pass(
        long[] tokens, IReadOnlyList<WindowRows> windows, SelfAttention before, CrossAttentionKernel kernel,
        CompactForcedPass? observer = null)
    {
        var rows = windows.Sum(w => w.Rows);
        var length = tokens.Length / rows;
        Dictionary<string, OrtValue> values = new()
        {
            ["input_ids"] = OnnxModel.Tensor<long>(tokens, rows, length),
            // Only its length is read.
            [DecoderSubgraphs.Past] = OnnxModel.Allocate<float>(0, _parts.Heads, before.Length - length, CompactCrossAttention.Width),
        };
        return _network.Run(values, (i, now) => Attend(_parts.Attentions[i], now, windows, length, before, kernel, observer));
    }

    private static void Attend(
        DecoderSubgraphs.Attention attention,
        Dictionary<string, OrtValue> values,
        IReadOnlyList<WindowRows> windows,
        int length,
        SelfAttention before,
        CrossAttentionKernel kernel,
        CompactForcedPass? observer)
    {
        var queries = values[attention.Inputs[0]];
        var output = OnnxModel.Allocate<float>(queries.GetTensorTypeAndShape().Shape);
        values[attention.Output] = output;
        var from = queries.GetTensorDataAsSpan<float>();
        var to = output.GetTensorMutableDataAsSpan<float>();
        if (attention.IsCross)
        {
            var width = from.Length / (length * windows.Sum(w => w.Rows));
            var at = 0;
            foreach (var (window, rows) in windows)
            {
                var size = rows * length * width;
                kernel.Attend(
                    window, attention.Layer, from.Slice(at, size), rows * length, to.Slice(at, size), observer?.Observe(attention.Layer));
                at += size;
            }
        }
        else
        {
            values.Remove(attention.Inputs[1], out var keys);
            values.Remove(attention.Inputs[2], out var kept);
            before.Attend(attention.Layer, from, keys!, kept!, to);
        }
        PartitionedNetwork.Release(values, attention.Inputs[0]);
    }

    private float[] StartLogits(CompactCrossAttention window)
    {
        using var before = NewSelfAttention();
        before.Begin([0], 1);
        using var logits = Pass([_configuration.StartOfTranscript], [new WindowRows(window, 1)], before, new CrossAttentionKernel());
        return logits.GetTensorDataAsSpan<float>().ToArray();
    }
}
