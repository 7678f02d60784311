namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Keeps what the alignment heads listen to in a pass through the decoder.</summary>
internal interface IAttentionKeeper
{
    /// <summary>Creates the observer of a layer's heads; null where none of them is an alignment head.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="first">The token of the pass whose query is the first one observed.</param>
    AttentionObserver? Observe(int layer, int first);
}
