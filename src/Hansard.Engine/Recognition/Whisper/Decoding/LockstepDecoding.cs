using System.Runtime.InteropServices;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Decodes windows in lockstep, so that one pass over the weights serves them all; each enters and leaves as it likes.</summary>
/// <param name="decoder">The network.</param>
internal sealed class LockstepDecoding(ITextDecoder decoder) : IDisposable
{
    private readonly IDecoderRows _rows = decoder.Start();
    private readonly List<EnteringWindow> _entering = [];

    // In the order of their rows.
    private List<Running> _running = [];
    private List<int> _parents = [];
    private List<int> _tokens = [];

    /// <summary>Decodes windows to their ends.</summary>
    /// <param name="decoder">The network.</param>
    /// <param name="windows">Together if the decoder can.</param>
    /// <param name="prompts">One a window.</param>
    /// <param name="strategies">One a window.</param>
    /// <param name="scripts">Scripts besides Latin in which their texts may be.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    public static void Run(
        ITextDecoder decoder,
        IReadOnlyList<ICrossAttention> windows,
        IReadOnlyList<IReadOnlyList<int>> prompts,
        IReadOnlyList<IDecodingStrategy> strategies,
        TokenScripts scripts,
        CancellationToken cancellationToken)
    {
        using var decoding = new LockstepDecoding(decoder);
        for (var i = 0; i < windows.Count; i++)
        {
            decoding.Enter(windows[i], prompts[i], strategies[i], audioPositions: 0, scripts);
            if (!decoder.MixesWindows) decoding.Finish(cancellationToken);
        }
        decoding.Finish(cancellationToken);
    }

    /// <summary>Takes a window in at the next step.</summary>
    /// <param name="window">Not owned.</param>
    /// <param name="prompt">Tokens before the text.</param>
    /// <param name="strategy">Chooses its tokens.</param>
    /// <param name="audioPositions">Positions of its audio, the attention to which is to be kept; 0 for none.</param>
    /// <param name="scripts">Scripts besides Latin in which its text may be.</param>
    public void Enter(
        ICrossAttention window, IReadOnlyList<int> prompt, IDecodingStrategy strategy, int audioPositions, TokenScripts scripts)
    {
        _entering.Add(new EnteringWindow(window, prompt, audioPositions, scripts));
        _running.Add(new Running(strategy, 0));
    }

    /// <summary>Leaves a window out from the next step on.</summary>
    /// <param name="strategy">Its strategy.</param>
    public void Leave(IDecodingStrategy strategy)
    {
        var at = _running.FindIndex(running => running.Strategy == strategy);
        var first = _running.Take(at).Sum(running => running.Rows);
        if (_running[at].Rows == 0) _entering.RemoveAt(_running.Take(at).Count(running => running.Rows == 0));
        _parents.RemoveRange(first, _running[at].Rows);
        _tokens.RemoveRange(first, _running[at].Rows);
        _running.RemoveAt(at);
    }

    /// <summary>Passes the next token of every row through the decoder.</summary>
    /// <returns>Strategies that have come to their ends, and have left.</returns>
    public IReadOnlyList<IDecodingStrategy> Step()
    {
        _rows.Step(CollectionsMarshal.AsSpan(_parents), CollectionsMarshal.AsSpan(_tokens), _entering);
        _entering.Clear();
        (_parents, _tokens) = ([], []);
        List<IDecodingStrategy> ended = [];
        List<Running> going = new(_running.Count);
        var first = 0;
        foreach (var (strategy, _) in _running)
        {
            var (rows, before) = (strategy.Rows, _parents.Count);
            strategy.Advance(_rows, first, _parents, _tokens);
            first += rows;
            if (_parents.Count == before) ended.Add(strategy);
            else going.Add(new Running(strategy, _parents.Count - before));
        }
        _running = going;
        return ended;
    }

    /// <inheritdoc />
    public void Dispose() => _rows.Dispose();

    private void Finish(CancellationToken cancellationToken)
    {
        // Every strategy ends by itself at its length limit.
        while (_running.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step();
        }
    }

    /// <param name="Strategy">Chooses the tokens of a window.</param>
    /// <param name="Rows">Its rows in the next step; none while it enters.</param>
    private readonly record struct Running(IDecodingStrategy Strategy, int Rows);
}
