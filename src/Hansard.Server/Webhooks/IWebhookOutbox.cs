namespace Hansard.Server.Webhooks;

/// <summary>Webhooks that are to be sent, as rows that are written together with the end of their job.</summary>
internal interface IWebhookOutbox
{
    /// <summary>Ids of the projects that have a webhook due, the longest overdue first.</summary>
    IReadOnlyList<string> DueProjects();

    /// <summary>A project's webhook that is longest overdue, or null.</summary>
    /// <param name="project">The project's id.</param>
    /// <param name="underWay">Webhooks that are being sent.</param>
    /// <param name="fullHosts">Hosts that nothing more may be sent to at the moment.</param>
    Webhook? NextDue(string project, IEnumerable<long> underWay, IReadOnlyList<string> fullHosts);

    /// <summary>Time until a webhook falls due that was not due at a time; null when there is none.</summary>
    /// <param name="since">The time, by the server's monotonic clock.</param>
    TimeSpan? UntilNextDue(long since);

    /// <summary>
    /// At a start: what waits for its next try waits no longer than for its first, since it may have been set down by a clock that has been
    /// set back.
    /// </summary>
    Task HastenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Removes a webhook that was delivered or is given up, with its secret, and records the receiver's last status; null leaves the one
    /// before.
    /// </summary>
    Task EndAsync(Webhook webhook, int? status);

    /// <summary>Counts a failed try, sets the time of the next, and records the receiver's status.</summary>
    Task PostponeAsync(Webhook webhook, int? status, TimeSpan pause);
}
