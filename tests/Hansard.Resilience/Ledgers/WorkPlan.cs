namespace Hansard.Resilience.Ledgers;

/// <summary>What clients do while something happens to their server.</summary>
/// <param name="Seed">Of what they choose.</param>
/// <param name="Downloads">Jobs are made from addresses, too; such a download comes again half a minute after a fault.</param>
/// <param name="Webhooks">Jobs have webhooks.</param>
internal sealed record WorkPlan(int Seed, bool Downloads = true, bool Webhooks = true);
