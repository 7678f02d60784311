namespace Hansard.Server.Webhooks;

/// <summary>A row of the outbox: what a project is to be told of a job that has ended.</summary>
/// <param name="Seq">The row.</param>
/// <param name="TranscriptionId">The job.</param>
/// <param name="ProjectId">Id of the project that it belongs to.</param>
/// <param name="Status">The status that it ended in: completed or error.</param>
/// <param name="Url">The URL to post to.</param>
/// <param name="Host">The host that the URL leads to, as <see cref="Outbound.OutboundSlots.HostOf"/> names it.</param>
/// <param name="AuthHeaderName">A header to send along, or null.</param>
/// <param name="AuthHeaderValue">Its value, verbatim.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Claim">Proves that it is still this attempt's: greater than those of all before.</param>
internal sealed record Webhook(
    long Seq,
    string TranscriptionId,
    string ProjectId,
    string Status,
    string Url,
    string Host,
    string? AuthHeaderName,
    string? AuthHeaderValue,
    long Attempts,
    long Claim);
