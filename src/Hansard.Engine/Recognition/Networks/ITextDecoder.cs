namespace Hansard.Engine.Recognition.Networks;

/// <summary>Whisper's decoder: rows of tokens that grow over the windows they listen to. Thread-safe; what it returns is not.</summary>
internal interface ITextDecoder : IDisposable
{
    /// <summary>Projects the encoder's output to the keys and values of cross attention, by a pass over the start token alone.</summary>
    ICrossAttention Project(EncodedAudio audio);

    /// <summary>Starts one row for each window with its prompt.</summary>
    /// <param name="windows">Of equal positions.</param>
    /// <param name="prompts">One a window, of equal length (there is no attention mask).</param>
    IDecoderRows Start(IReadOnlyList<ICrossAttention> windows, IReadOnlyList<IReadOnlyList<int>> prompts);

    /// <summary>One pass over a known sequence.</summary>
    /// <param name="window">What is listened to.</param>
    /// <param name="tokens">Prompt, text and end.</param>
    ForcedPass Force(ICrossAttention window, IReadOnlyList<int> tokens);
}
