namespace Hansard.Engine.Recognition.Whisper.Int8;

/// <summary>The networks of a layer of the encoder.</summary>
/// <param name="AttentionNorm">Before attention.</param>
/// <param name="Projection">To queries, keys and values.</param>
/// <param name="Output">After attention.</param>
/// <param name="FeedForward">After that.</param>
internal sealed record EncoderLayer(
    Normalisation AttentionNorm, IntegerLayer Projection, IntegerLayer Output, FeedForward FeedForward) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        Projection.Dispose();
        Output.Dispose();
        FeedForward.Dispose();
    }
}
