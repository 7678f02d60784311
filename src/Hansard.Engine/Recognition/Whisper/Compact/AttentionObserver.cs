namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Is told how strongly a query listens to the positions.</summary>
/// <param name="head">The head.</param>
/// <param name="query">The query.</param>
/// <param name="weights">[positions]; valid during the call.</param>
/// <param name="share">By which the weights are multiplied to have the sum 1.</param>
internal delegate void AttentionObserver(int head, int query, ReadOnlySpan<float> weights, float share);
