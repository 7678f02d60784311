namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>Whisper's decoder: rows of tokens that grow over the windows they listen to. Thread-safe; what it returns is not.</summary>
internal interface ITextDecoder : IDisposable
{
    /// <summary>Indicates whether several windows can be decoded together.</summary>
    bool MixesWindows { get; }

    /// <summary>Projects the encoder's output to the keys and values of cross attention.</summary>
    /// <param name="audio">Owned by the result, or disposed of where it is not needed any more.</param>
    ICrossAttention Project(EncodedAudio audio);

    /// <summary>Computes logits after the start token alone, as <see cref="ICrossAttention.StartLogits"/>, for parts of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="parts">In order. Each is heard with what comes after the last.</param>
    /// <returns>Logits [vocabulary] for each part; null if this decoder can only hear the whole.</returns>
    IReadOnlyList<float[]>? StartLogits(ICrossAttention window, IReadOnlyList<PositionRange> parts);

    /// <summary>Makes room for rows.</summary>
    IDecoderRows Start();

    /// <summary>One pass over a known sequence.</summary>
    /// <param name="window">The window attended to.</param>
    /// <param name="tokens">Prompt, text and end.</param>
    ForcedPass Force(ICrossAttention window, IReadOnlyList<int> tokens);

    /// <summary>Computes the log-probabilities of several texts, each as a whole.</summary>
    /// <param name="window">The window attended to.</param>
    /// <param name="prompt">Tokens before every text.</param>
    /// <param name="texts">Tokens of each, its end included.</param>
    /// <param name="vocabulary">Ids below it are possible.</param>
    /// <param name="cancellationToken">Checked before every pass.</param>
    /// <returns>A sum over its tokens for each text, in order.</returns>
    double[] Score(
        ICrossAttention window, IReadOnlyList<int> prompt, IReadOnlyList<IReadOnlyList<int>> texts, int vocabulary,
        CancellationToken cancellationToken);
}
