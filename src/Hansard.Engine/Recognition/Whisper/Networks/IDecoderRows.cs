namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>Rows of the decoder that grow together, a token at a time, while windows come and go. None at first.</summary>
internal interface IDecoderRows : IDisposable
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Logits of a row's next token; valid until the next step, and the caller's to change.</summary>
    NextTokens Logits(int row);

    /// <summary>
    /// Attention of the alignment heads to the audio, in the mean and of sum 1, from the last token of a row's prompt on; null where it is
    /// not kept.
    /// </summary>
    IReadOnlyList<float[]>? Attention(int row);

    /// <summary>
    /// Replaces the rows: new row i is row <paramref name="parents"/>[i] followed by <paramref name="tokens"/>[i]; behind them stands a row
    /// for each window that enters.
    /// </summary>
    /// <param name="parents">
    /// Rows of one window stand together, windows in their order; a window whose rows are all left out is dropped.
    /// </param>
    /// <param name="tokens">One token a new row.</param>
    /// <param name="entering">
    /// Windows whose prompts are passed in this step; at most one, and only where there is no row, unless the decoder <see
    /// cref="ITextDecoder.MixesWindows"/>.
    /// </param>
    void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, IReadOnlyList<EnteringWindow> entering);
}
