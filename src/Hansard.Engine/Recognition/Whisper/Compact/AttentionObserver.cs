namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>Is told how strongly a query listens to the positions.</summary>
/// <param name="head">The head.</param>
/// <param name="query">The query.</param>
/// <param name="weights">[positions], of sum 1; valid during the call.</param>
internal delegate void AttentionObserver(int head, int query, ReadOnlySpan<float> weights);
