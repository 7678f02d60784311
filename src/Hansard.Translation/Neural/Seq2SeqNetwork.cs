using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Translation.Neural;

/// <summary>
/// An encoder and a merged decoder in the layout that Hugging Face Optimum exports (<c>encoder_model</c>, <c>decoder_model_merged</c>
/// with <c>past_key_values.N.{decoder,encoder}.{key,value}</c>). Thread-safe.
/// </summary>
/// <remarks>
/// What the decoder's cache holds is its own affair: keys and values of attention in Marian and M2M-100, the states of SSRU cells in
/// Firefox Translations (Kim et al. 2019). Its third dimension is the position, so it is fed back as it came.
/// </remarks>
internal sealed class Seq2SeqNetwork : IDisposable
{
    private static readonly string[] EncoderOutputs = ["last_hidden_state"];
    private readonly InferenceSession _encoder;
    private readonly InferenceSession _decoder;
    private readonly bool _mergedCache;

    private Seq2SeqNetwork(InferenceSession encoder, InferenceSession decoder)
    {
        (_encoder, _decoder) = (encoder, decoder);
        var pasts = decoder.InputNames.Where(n => n.StartsWith("past_key_values.", StringComparison.Ordinal)).ToArray();
        SelfNames = [.. pasts.Where(n => n.Contains(".decoder.", StringComparison.Ordinal))];
        CrossNames = [.. pasts.Where(n => n.Contains(".encoder.", StringComparison.Ordinal))];
        _mergedCache = decoder.InputNames.Contains("use_cache_branch");
    }

    /// <summary>Names of the inputs that hold the decoder's own past.</summary>
    public string[] SelfNames { get; }

    /// <summary>Names of the inputs that hold the keys and values over the source.</summary>
    public string[] CrossNames { get; }

    /// <summary>Opens the two networks of a folder, or of its folder <c>onnx</c>; quantized files are preferred.</summary>
    /// <exception cref="FileNotFoundException">One is not there.</exception>
    /// <exception cref="InvalidDataException">One cannot be loaded, or has other inputs.</exception>
    public static Seq2SeqNetwork Open(string folder)
    {
        var encoder = OnnxModel.Open(Find(folder, "encoder_model"));
        try
        {
            var decoder = OnnxModel.Open(Find(folder, "decoder_model_merged"));
            var network = new Seq2SeqNetwork(encoder, decoder);
            if (network.SelfNames.Length > 0 && network.CrossNames.Length > 0 && network._mergedCache) return network;
            network.Dispose();
            throw new InvalidDataException(
                $"The decoder in '{folder}' is not a merged decoder with a cache (use_cache_branch, past_key_values.*).");
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <summary>The files of a network, best first.</summary>
    public static string Find(string folder, string name)
    {
        string[] folders = [folder, Path.Combine(folder, "onnx")];
        string[] variants = ["_quantized", "_int8", ""];
        return (from f in folders from v in variants select Path.Combine(f, name + v + ".onnx")).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The translation model in '{folder}' has no {name}.onnx.", Path.Combine(folder, name + ".onnx"));
    }

    /// <summary>Encodes sentences and starts a decoder row for each.</summary>
    /// <param name="sources">Ids with everything the model wants around them.</param>
    /// <param name="padding">The id that fills rows.</param>
    public DecoderRows Start(IReadOnlyList<int[]> sources, int padding)
    {
        var (count, length) = (sources.Count, sources.Max(s => s.Length));
        using var ids = OnnxModel.Allocate<long>(count, length);
        var mask = OnnxModel.Allocate<long>(count, length);
        Fill(sources, padding, length, ids.GetTensorMutableDataAsSpan<long>(), mask.GetTensorMutableDataAsSpan<long>());
        using var options = new RunOptions();
        using var outputs = _encoder.Run(options, ["input_ids", "attention_mask"], [ids, mask], EncoderOutputs);
        var hidden = CopyRows(outputs[0], [.. Enumerable.Range(0, count)]);
        return new DecoderRows(this, hidden, mask, EmptyPast(SelfNames, count), EmptyPast(CrossNames, count));
    }

    /// <summary>One step of the decoder.</summary>
    /// <returns>
    /// Logits [B, 1, V], then the new past of <see cref="SelfNames"/>, then, if <paramref name="isFirst"/>, that of
    /// <see cref="CrossNames"/>.
    /// </returns>
    internal OrtValue[] Step(OrtValue tokens, OrtValue hidden, OrtValue mask, OrtValue[] self, OrtValue[] cross, bool isFirst)
    {
        using var useCache = OnnxModel.Tensor<bool>([!isFirst], 1);
        using var options = new RunOptions();
        string[] names = ["input_ids", "encoder_attention_mask", "encoder_hidden_states", "use_cache_branch", .. SelfNames, .. CrossNames];
        OrtValue[] values = [tokens, mask, hidden, useCache, .. self, .. cross];
        var results = (isFirst ? SelfNames.Concat(CrossNames) : SelfNames).Select(
            n => n.Replace("past_key_values", "present", StringComparison.Ordinal));
        // The collection's Dispose would dispose the values, which the caller keeps.
        return [.. _decoder.Run(options, names, values, ["logits", .. results])];
    }

    /// <summary>A tensor of the given rows of another, along the first dimension.</summary>
    internal static OrtValue CopyRows(OrtValue source, ReadOnlySpan<int> rows)
    {
        var info = source.GetTensorTypeAndShape();
        var shape = info.Shape;
        var stride = 1;
        for (var i = 1; i < shape.Length; i++) stride *= (int)shape[i];
        shape[0] = rows.Length;
        return info.ElementDataType is Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
            ? CopyRows<long>(source, rows, shape, stride)
            : CopyRows<float>(source, rows, shape, stride);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }

    private static OrtValue CopyRows<T>(OrtValue source, ReadOnlySpan<int> rows, long[] shape, int stride)
        where T : unmanaged
    {
        var copy = OnnxModel.Allocate<T>(shape);
        if (stride == 0) return copy;
        var from = source.GetTensorDataAsSpan<T>();
        var to = copy.GetTensorMutableDataAsSpan<T>();
        for (var i = 0; i < rows.Length; i++) from.Slice(rows[i] * stride, stride).CopyTo(to[(i * stride)..]);
        return copy;
    }

    private static void Fill(IReadOnlyList<int[]> sources, int padding, int length, Span<long> ids, Span<long> mask)
    {
        for (var row = 0; row < sources.Count; row++)
        {
            for (var i = 0; i < length; i++)
            {
                var isText = i < sources[row].Length;
                ids[(row * length) + i] = isText ? sources[row][i] : padding;
                mask[(row * length) + i] = isText ? 1 : 0;
            }
        }
    }

    private OrtValue[] EmptyPast(string[] names, int rows) =>
    [
        .. names.Select(name =>
        {
            var shape = _decoder.InputMetadata[name].Dimensions;
            return OnnxModel.Allocate<float>(rows, shape[1], 0, shape[3]);
        }),
    ];
}
