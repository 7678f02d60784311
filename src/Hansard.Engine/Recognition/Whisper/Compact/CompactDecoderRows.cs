using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Rows over windows of any lengths.</summary>
/// <param name="decoder">The network.</param>
internal sealed class CompactDecoderRows(CompactTextDecoder decoder) : IDecoderRows
{
    private readonly SelfAttention _before = decoder.NewSelfAttention();
    private readonly CrossAttentionKernel _kernel = new();
    private CompactCrossAttention[] _windowOfRow = [];
    private readonly TokenLogits _logits = decoder.NewLogits();

    /// <inheritdoc />
    public int Count => _windowOfRow.Length;

    /// <inheritdoc />
    public Span<float> Logits(int row) => _logits.After(row);

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, IReadOnlyList<EnteringWindow> entering)
    {
        List<PassRow> rows = new(parents.Length + entering.Count);
        List<int> passed = new(parents.Length + entering.Sum(e => e.Prompt.Count));
        for (var i = 0; i < parents.Length; i++)
        {
            rows.Add(new PassRow(_windowOfRow[parents[i]], parents[i], 1));
            passed.Add(tokens[i]);
        }
        foreach (var (window, prompt) in entering)
        {
            rows.Add(PassRow.Beginning((CompactCrossAttention)window, prompt.Count));
            passed.AddRange(prompt);
        }
        _windowOfRow = [.. rows.Select(row => row.Window)];
        decoder.Predict([.. passed], rows, _before, _kernel, _logits);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _logits.Dispose();
        _before.Dispose();
    }
}
