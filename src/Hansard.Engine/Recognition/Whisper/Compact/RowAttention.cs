using System.Numerics.Tensors;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>
/// Attention of the alignment heads to the audio while rows are decoded: of the last token of each row, in the mean, of sum 1 over the
/// audio's own positions. With it a text is aligned without another pass over it.
/// </summary>
/// <param name="heads">The alignment heads.</param>
/// <param name="rows">The rows of a pass.</param>
internal sealed class RowAttention(IReadOnlyList<AlignmentHead> heads, IReadOnlyList<PassRow> rows) : IAttentionKeeper
{
    // For each token of the pass.
    private readonly float[]?[] _ofToken = [.. rows.SelectMany(OfTokens)];

    /// <summary>For each row [audio positions]; null where none is kept.</summary>
    public float[]?[] OfRow()
    {
        var next = 0;
        return [.. rows.Select(row => _ofToken[(next += row.Tokens) - 1])];
    }

    /// <inheritdoc />
    public AttentionObserver? Observe(int layer, int first)
        => !heads.Any(head => head.Layer == layer) ? null : (head, query, weights, _) =>
        {
            if (_ofToken[first + query] is not { } kept || !heads.Contains(new AlignmentHead(layer, head))) return;
            var heard = weights[..kept.Length];
            TensorPrimitives.MultiplyAdd(heard, 1 / (heads.Count * TensorPrimitives.Sum(heard)), kept, kept);
        };

    private static IEnumerable<float[]?> OfTokens(PassRow row)
    {
        for (var token = 1; token < row.Tokens; token++) yield return null;
        yield return row.AudioPositions > 0 ? new float[row.AudioPositions] : null;
    }
}
