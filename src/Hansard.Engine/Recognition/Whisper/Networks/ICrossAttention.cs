namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>The keys and values of one window that the decoder attends to.</summary>
internal interface ICrossAttention : IDisposable
{
    /// <summary>Positions of 20 ms, padding included.</summary>
    int Positions { get; }

    /// <summary>Memory that it takes.</summary>
    long Bytes { get; }

    /// <summary>Logits [vocabulary] after the start token alone: they hold the language and the no-speech probability.</summary>
    float[] StartLogits { get; }
}
