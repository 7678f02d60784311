using Hansard.Engine.Models;
using Microsoft.ML.OnnxRuntime;

namespace Hansard.Translation.Neural;

/// <summary>Target sentences that grow together, a token at a time. Not thread-safe.</summary>
internal sealed class DecoderRows : IDisposable
{
    private readonly Seq2SeqNetwork _network;
    private OrtValue _hidden;
    private OrtValue _mask;
    private OrtValue[] _self;
    private OrtValue[] _cross;
    private OrtValue? _logits;
    private int _vocabulary;

    internal DecoderRows(Seq2SeqNetwork network, OrtValue hidden, OrtValue mask, OrtValue[] self, OrtValue[] cross)
        => (_network, _hidden, _mask, _self, _cross) = (network, hidden, mask, self, cross);

    /// <summary>Logits [vocabulary] that follow the last token of a row; valid until the next step, free to be changed.</summary>
    public Span<float> Logits(int row) => _logits!.GetTensorMutableDataAsSpan<float>().Slice(row * _vocabulary, _vocabulary);

    /// <summary>Appends a token to each row.</summary>
    /// <param name="tokens">One a row.</param>
    public void Step(ReadOnlySpan<int> tokens)
    {
        var isFirst = _logits is null;
        using var ids = OnnxModel.Allocate<long>(tokens.Length, 1);
        var span = ids.GetTensorMutableDataAsSpan<long>();
        for (var i = 0; i < tokens.Length; i++) span[i] = tokens[i];

        var outputs = _network.Step(ids, _hidden, _mask, _self, _cross, isFirst);
        _logits?.Dispose();
        DisposeAll(_self);
        _logits = outputs[0];
        _vocabulary = (int)_logits.GetTensorTypeAndShape().Shape[2];
        _self = outputs[1..(1 + _network.SelfNames.Length)];
        if (!isFirst) return;
        DisposeAll(_cross);
        _cross = outputs[(1 + _network.SelfNames.Length)..];
    }

    /// <summary>Replaces the rows: new row i is old row <paramref name="rows"/>[i]. Rows may be dropped, repeated and reordered.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        Replace(ref _hidden, rows);
        Replace(ref _mask, rows);
        for (var i = 0; i < _self.Length; i++) Replace(ref _self[i], rows);
        for (var i = 0; i < _cross.Length; i++) Replace(ref _cross[i], rows);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hidden.Dispose();
        _mask.Dispose();
        _logits?.Dispose();
        DisposeAll(_self);
        DisposeAll(_cross);
    }

    private static void Replace(ref OrtValue value, ReadOnlySpan<int> rows)
    {
        var old = value;
        value = Seq2SeqNetwork.CopyRows(old, rows);
        old.Dispose();
    }

    private static void DisposeAll(OrtValue[] values)
    {
        foreach (var value in values) value.Dispose();
    }
}
