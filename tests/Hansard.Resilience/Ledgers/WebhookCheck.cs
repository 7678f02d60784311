using Hansard.Server.Tests;
using Hansard.Server.Tests.Webhooks;

namespace Hansard.Resilience.Ledgers;

/// <summary>
/// Holds webhooks against the ledger: at least one for each job that ended, and only when it had, so never with another state.
/// </summary>
/// <param name="ledger">Jobs that are kept.</param>
/// <param name="receiver">Has them.</param>
/// <param name="moment">
/// What a server did later, before this was made, it may have forgotten: jobs that it acknowledged then, and webhooks that it sent.
/// </param>
internal sealed class WebhookCheck(Ledger ledger, Receiver receiver, DateTime moment)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DateTime _since = DateTime.UtcNow;

    /// <summary>Waits for those that are still to come.</summary>
    /// <returns>Each that is missing or wrong, in a sentence.</returns>
    public async Task<IReadOnlyList<string>> LossesAsync()
    {
        var missing = ledger.Jobs.Values
            .Where(job => job.MustBeThere(moment) && job.DeletionAsked is null)
            .Select(job => job.Id)
            .ToHashSet();
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            missing.ExceptWith(receiver.Deliveries
                .Where(delivery => delivery.Came <= moment || delivery.Came >= _since)
                .Select(delivery => delivery.Json.String("id")));
            if (missing.Count == 0 || DateTime.UtcNow > end) break;
        }

        return
        [
            .. missing.Select(id => $"The webhook of {id} did not come."),
            .. receiver.Deliveries.GroupBy(delivery => delivery.Json.String("id"))
                .Where(came => came.Select(delivery => delivery.Json.String("status")).Distinct().Count() > 1)
                .Select(came => $"Webhooks of {came.Key} say several states."),
        ];
    }
}
