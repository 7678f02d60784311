namespace Hansard.Engine.Recognition.Whisper.Decoding;

/// <summary>Chooses the tokens of one window, a step at a time.</summary>
internal interface IDecodingStrategy
{
    /// <summary>Rows that the next step has for this window.</summary>
    int Rows { get; }

    /// <summary>Takes the logits of this window's rows and chooses how they go on.</summary>
    /// <param name="rows">The decoder's rows.</param>
    /// <param name="first">Index of this window's first row.</param>
    /// <param name="parents">Receives, for every new row, the row it continues; nothing if the window is finished.</param>
    /// <param name="tokens">Receives the token of every new row.</param>
    void Advance(Networks.IDecoderRows rows, int first, List<int> parents, List<int> tokens);

    /// <summary>The hypotheses found, the most probable first by mean log-probability.</summary>
    IReadOnlyList<Hypothesis> Hypotheses { get; }

    /// <summary>Indicates whether a row was stopped because it repeated itself.</summary>
    bool Looped { get; }
}
