namespace Hansard.Server.Jobs;

/// <summary>
/// Set when a job that somebody works on has been cancelled or deleted: whoever has a lease is to look whether it still holds.
/// </summary>
internal sealed class WithdrawalSignal : Signal;
