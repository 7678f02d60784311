using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Rows over windows of any lengths.</summary>
/// <param name="decoder">The network.</param>
internal sealed class CompactDecoderRows(CompactTextDecoder decoder) : IDecoderRows
{
    private readonly SelfAttention _before = decoder.NewSelfAttention();
    private readonly CrossAttentionKernel _kernel = new();
    private PassRow[] _ofRow = [];
    private readonly TokenLogits _logits = decoder.NewLogits();

    /// <inheritdoc />
    public int Count => _ofRow.Length;

    /// <inheritdoc />
    public NextTokens Logits(int row) => _logits.After(row, _ofRow[row].Scripts);

    /// <inheritdoc />
    public IReadOnlyList<float[]>? Attention(int row) => _before.KeptOf(row);

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, IReadOnlyList<EnteringWindow> entering)
    {
        List<PassRow> rows = new(parents.Length + entering.Count);
        List<int> passed = new(parents.Length + entering.Sum(e => e.Prompt.Count));
        for (var i = 0; i < parents.Length; i++)
        {
            rows.Add(_ofRow[parents[i]] with { Parent = parents[i], Tokens = 1 });
            passed.Add(tokens[i]);
        }
        foreach (var (window, prompt, audio, scripts) in entering)
        {
            rows.Add(PassRow.Beginning((CompactCrossAttention)window, prompt.Count) with { AudioPositions = audio, Scripts = scripts });
            passed.AddRange(prompt);
        }
        _ofRow = [.. rows];
        decoder.Predict([.. passed], rows, _before, _kernel, _logits);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _logits.Dispose();
        _before.Dispose();
    }
}
