using Hansard.Engine.Recognition.Whisper.Networks;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Rows over windows of any lengths.</summary>
internal sealed class CompactDecoderRows : IDecoderRows
{
    private readonly CompactTextDecoder _decoder;
    private readonly CompactCrossAttention[] _windows;
    private readonly SelfAttention _before;
    private readonly CrossAttentionKernel _kernel = new();
    private int[] _windowOfRow;
    private TokenLogits _logits;
    private int _length;

    /// <summary>Passes the prompts through the decoder.</summary>
    /// <param name="decoder">The network.</param>
    /// <param name="windows">Windows attended to, not owned.</param>
    /// <param name="prompts">One a window, of equal length.</param>
    public CompactDecoderRows(CompactTextDecoder decoder, CompactCrossAttention[] windows, IReadOnlyList<IReadOnlyList<int>> prompts)
    {
        (_decoder, _windows) = (decoder, windows);
        _windowOfRow = [.. Enumerable.Range(0, windows.Length)];
        _before = decoder.NewSelfAttention();
        _length = prompts[0].Count;
        _before.Begin(_windowOfRow, _length);
        _logits = Pass([.. prompts.SelectMany(p => p)]);
    }

    /// <inheritdoc />
    public int Count => _windowOfRow.Length;

    /// <inheritdoc />
    public ReadOnlySpan<float> Logits(int row) => _logits.After((row * _length) + _length - 1);

    /// <inheritdoc />
    public void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens)
    {
        var windowOfRow = new int[parents.Length];
        for (var i = 0; i < windowOfRow.Length; i++) windowOfRow[i] = _windowOfRow[parents[i]];
        (_windowOfRow, _length) = (windowOfRow, 1);
        _before.Begin(parents, 1);
        _logits.Dispose();
        _logits = Pass(tokens);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _logits.Dispose();
        _before.Dispose();
    }

    private TokenLogits Pass(ReadOnlySpan<int> tokens)
    {
        List<WindowRows> windows = [];
        foreach (var window in _windowOfRow.Select(w => _windows[w]))
        {
            if (windows.Count > 0 && ReferenceEquals(windows[^1].Window, window))
                windows[^1] = windows[^1] with { Rows = windows[^1].Rows + 1 };
            else windows.Add(new WindowRows(window, 1));
        }
        return _decoder.Pass(tokens, windows, _before, _kernel);
    }
}
