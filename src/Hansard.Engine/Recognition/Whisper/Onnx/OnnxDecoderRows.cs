using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>
/// Decoder rows over a merged decoder: the self-attention cache of every row, and the cross keys and values of its window.
/// </summary>
internal sealed class OnnxDecoderRows : IDecoderRows
{
    private readonly OnnxTextDecoder _decoder;
    private readonly OnnxCrossAttention[] _windows;
    private int[] _windowOfRow;
    private OrtValue[] _past;
    private OrtValue[] _cross;
    private bool _ownsCross;
    private OrtValue _logits;

    private OnnxDecoderRows(
        OnnxTextDecoder decoder, OnnxCrossAttention[] windows, OrtValue logits, OrtValue[] past, OrtValue[] cross, bool ownsCross)
    {
        (_decoder, _windows, _logits, _past, _cross, _ownsCross) = (decoder, windows, logits, past, cross, ownsCross);
        _windowOfRow = [.. Enumerable.Range(0, windows.Length)];
    }

    /// <inheritdoc />
    public int Count => _windowOfRow.Length;

    /// <summary>Passes the prompts through the decoder.</summary>
    public static OnnxDecoderRows Start(OnnxTextDecoder decoder, OnnxCrossAttention[] windows, IReadOnlyList<IReadOnlyList<int>> prompts)
    {
        using var ids = OnnxModel.Tensor<long>([.. prompts.SelectMany(p => p).Select(t => (long)t)], prompts.Count, prompts[0].Count);
        if (!decoder.PromptOnCache)
        {
            using var hidden = Gather([.. windows.Select(w => w.Audio.Hidden)], [.. Enumerable.Range(0, windows.Length)]);
            var first = decoder.StartWithoutCache(ids, hidden);
            var count = (first.Count - 1) / 2;
            return new OnnxDecoderRows(
                decoder, windows, first[0], [.. first.Skip(1).Take(count)], [.. first.Skip(1 + count)], ownsCross: true);
        }
        var (cross, owned) = CrossOf(windows, [.. Enumerable.Range(0, windows.Length)]);
        var empty = decoder.EmptyPast(windows.Length);
        var outputs = decoder.Step(ids, windows[0].Audio, empty, cross);
        DisposeAll(empty);
        return new OnnxDecoderRows(decoder, windows, outputs[0], [.. outputs.Skip(1)], cross, owned);
    }

    /// <inheritdoc />
    public ReadOnlySpan<float> Logits(int row)
    {
        var shape = _logits.GetTensorTypeAndShape().Shape;
        var (length, vocabulary) = ((int)shape[1], (int)shape[2]);
        return _logits.GetTensorDataAsSpan<float>().Slice(((row * length) + length - 1) * vocabulary, vocabulary);
    }

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens)
    {
        Reorder(parents);
        var next = new long[tokens.Length];
        for (var i = 0; i < next.Length; i++) next[i] = tokens[i];
        using var ids = OnnxModel.Tensor<long>(next, next.Length, 1);
        var outputs = _decoder.Step(ids, _windows[_windowOfRow[0]].Audio, _past, _cross);
        DisposeAll(_past);
        _logits.Dispose();
        (_logits, _past) = (outputs[0], [.. outputs.Skip(1)]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _logits.Dispose();
        DisposeAll(_past);
        if (_ownsCross) DisposeAll(_cross);
    }

    private void Reorder(ReadOnlySpan<int> parents)
    {
        var order = parents.ToArray();
        if (order.AsSpan().SequenceEqual(Enumerable.Range(0, Count).ToArray())) return;
        var past = new OrtValue[_past.Length];
        for (var i = 0; i < past.Length; i++) past[i] = GatherRows(_past[i], order);
        DisposeAll(_past);
        _past = past;
        int[] windowOfRow = [.. order.Select(p => _windowOfRow[p])];
        if (windowOfRow.AsSpan().SequenceEqual(_windowOfRow)) return;
        var old = (_cross, _ownsCross);
        (_cross, _ownsCross) = CrossOf(_windows, windowOfRow);
        if (old._ownsCross) DisposeAll(old._cross);
        _windowOfRow = windowOfRow;
    }

    /// <summary>Cross keys and values of the given windows; those of a single one are borrowed.</summary>
    private static CrossValues CrossOf(OnnxCrossAttention[] windows, int[] rows)
    {
        if (rows.Length == 1) return new CrossValues(windows[rows[0]].KeysAndValues, Owned: false);
        var values = new OrtValue[windows[0].KeysAndValues.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Gather([.. windows.Select(w => w.KeysAndValues[i])], rows);
        return new CrossValues(values, Owned: true);
    }

    /// <summary>Stacks tensors [1, …]: row i of the result is <paramref name="sources"/>[<paramref name="order"/>[i]].</summary>
    private static OrtValue Gather(OrtValue[] sources, int[] order)
    {
        var shape = sources[0].GetTensorTypeAndShape().Shape;
        shape[0] = order.Length;
        var result = OnnxModel.Allocate<float>(shape);
        var to = result.GetTensorMutableDataAsSpan<float>();
        var size = to.Length / order.Length;
        for (var i = 0; i < order.Length; i++) sources[order[i]].GetTensorDataAsSpan<float>().CopyTo(to.Slice(i * size, size));
        return result;
    }

    private static OrtValue GatherRows(OrtValue source, int[] order)
    {
        var shape = source.GetTensorTypeAndShape().Shape;
        var from = source.GetTensorDataAsSpan<float>();
        var size = from.Length / (int)shape[0];
        shape[0] = order.Length;
        var result = OnnxModel.Allocate<float>(shape);
        var to = result.GetTensorMutableDataAsSpan<float>();
        for (var i = 0; i < order.Length; i++) from.Slice(order[i] * size, size).CopyTo(to.Slice(i * size, size));
        return result;
    }

    private static void DisposeAll(OrtValue[] values)
    {
        foreach (var value in values) value.Dispose();
    }

    /// <summary>Cross keys and values.</summary>
    /// <param name="Values">A key and a value a layer.</param>
    /// <param name="Owned">False where they belong to a window.</param>
    private readonly record struct CrossValues(OrtValue[] Values, bool Owned);
}
