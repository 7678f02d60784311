namespace Hansard.Server.Webhooks;

/// <summary>Webhooks that are to be sent, as rows that are written together with the end of their job.</summary>
internal interface IWebhookOutbox
{
    /// <summary>The projects that have a webhook due.</summary>
    DueWebhooks Due();

    /// <summary>Takes a project's webhook that is longest overdue, so that no other server sends it.</summary>
    /// <param name="project">The project's id.</param>
    /// <param name="fullHosts">Hosts that nothing more may be sent to at the moment.</param>
    /// <param name="longest">Time after which it is due again, unless the attempt has ended: its server is gone then.</param>
    /// <param name="cancellationToken">Gives up waiting for the database.</param>
    /// <returns>Null when there is none.</returns>
    Task<Webhook?> TakeAsync(string project, IReadOnlyList<string> fullHosts, TimeSpan longest, CancellationToken cancellationToken);

    /// <summary>Time until a webhook falls due that was not due at a time; null when there is none.</summary>
    /// <param name="since">The time, by the database's clock.</param>
    TimeSpan? UntilNextDue(long since);

    /// <summary>
    /// At a start: what waits for its next try waits no longer than for its first, since it may have been set down by a clock that has been
    /// set back, or have been under way when the former run was killed. Nothing happens where other servers may have it under way.
    /// </summary>
    Task HastenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes a webhook that was delivered or is given up, with its secret, and records the receiver's last status; null leaves the one
    /// before.
    /// </summary>
    Task EndAsync(Webhook webhook, int? status);

    /// <summary>Makes a webhook due at once that was taken and not sent: its server stops.</summary>
    Task ReturnAsync(Webhook webhook);

    /// <summary>Counts a failed try, sets the time of the next, and records the receiver's status.</summary>
    Task PostponeAsync(Webhook webhook, int? status, TimeSpan pause);
}

/// <summary>Projects that have a webhook due.</summary>
/// <param name="Time">By the database's clock.</param>
/// <param name="Projects">Their ids, the longest overdue first.</param>
internal sealed record DueWebhooks(long Time, IReadOnlyList<string> Projects);
