using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Networks;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Engine.Recognition.Whisper.Onnx;

/// <summary>
/// Decoder rows over a merged decoder, of one window at a time: the self-attention cache of every row, and the window's cross keys and
/// values, repeated for each.
/// </summary>
/// <param name="decoder">The network.</param>
internal sealed class OnnxDecoderRows(OnnxTextDecoder decoder) : IDecoderRows
{
    private OnnxCrossAttention? _window;
    private OrtValue[] _past = [];
    private OrtValue[] _cross = [];
    private bool _ownsCross;
    private OrtValue? _logits;

    /// <inheritdoc />
    public int Count { get; private set; }

    /// <inheritdoc />
    public NextTokens Logits(int row)
    {
        var shape = _logits!.GetTensorTypeAndShape().Shape;
        var (length, vocabulary) = ((int)shape[1], (int)shape[2]);
        var logits = _logits.GetTensorMutableDataAsSpan<float>();
        return new NextTokens(logits.Slice(((row * length) + length - 1) * vocabulary, vocabulary));
    }

    /// <inheritdoc />
    public IReadOnlyList<float[]>? Attention(int row) => null;

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, IReadOnlyList<EnteringWindow> entering)
    {
        if (entering.Count > 0)
        {
            if (entering.Count > 1 || parents.Length > 0) throw new NotSupportedException("This decoder takes one window at a time.");
            Enter(entering[0]);
            return;
        }
        Reorder(parents.ToArray());
        var next = new long[tokens.Length];
        for (var i = 0; i < next.Length; i++) next[i] = tokens[i];
        using var ids = OnnxModel.Tensor<long>(next, next.Length, 1);
        var outputs = decoder.Step(ids, _window!.Audio, _past, _cross);
        DisposeAll(_past);
        _logits?.Dispose();
        (_logits, _past) = (outputs[0], [.. outputs.Skip(1)]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _logits?.Dispose();
        _logits = null;
        DisposeAll(_past);
        if (_ownsCross) DisposeAll(_cross);
        (_past, _cross) = ([], []);
    }

    /// <summary>Passes a prompt through the decoder.</summary>
    private void Enter(EnteringWindow entering)
    {
        Dispose();
        (_window, Count) = ((OnnxCrossAttention)entering.Window, 1);
        using var ids = OnnxModel.Tensor<long>([.. entering.Prompt.Select(t => (long)t)], 1, entering.Prompt.Count);
        if (!decoder.PromptOnCache)
        {
            var first = decoder.StartWithoutCache(ids, _window.Audio.Hidden);
            var count = (first.Count - 1) / 2;
            (_logits, _past, _cross, _ownsCross) = (first[0], [.. first.Skip(1).Take(count)], [.. first.Skip(1 + count)], true);
            return;
        }
        (_cross, _ownsCross) = (_window.KeysAndValues, false);
        var empty = decoder.EmptyPast(1);
        var outputs = decoder.Step(ids, _window.Audio, empty, _cross);
        DisposeAll(empty);
        (_logits, _past) = (outputs[0], [.. outputs.Skip(1)]);
    }

    private void Reorder(int[] parents)
    {
        if (parents.AsSpan().SequenceEqual(Enumerable.Range(0, Count).ToArray())) return;
        OrtValue[] past = [.. _past.Select(value => Gather(value, parents))];
        DisposeAll(_past);
        _past = past;
        if (parents.Length == Count) return;
        var old = (_cross, _ownsCross);
        // Those of a single row are borrowed from the window.
        (_cross, _ownsCross) = parents.Length == 1
            ? (_window!.KeysAndValues, false)
            : ([.. _window!.KeysAndValues.Select(value => Gather(value, new int[parents.Length]))], true);
        if (old._ownsCross) DisposeAll(old._cross);
        Count = parents.Length;
    }

    /// <summary>Picks rows of a tensor [rows, …].</summary>
    private static OrtValue Gather(OrtValue source, int[] order)
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
}
