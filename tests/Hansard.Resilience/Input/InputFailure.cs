namespace Hansard.Resilience.Input;

/// <param name="Index">Number of the input; −1: all together.</param>
/// <param name="Sent">The input.</param>
/// <param name="What">Why that is wrong.</param>
internal sealed record InputFailure(int Index, string Sent, string What);
