namespace Hansard.Server.Webhooks;

/// <summary>A row of the outbox: what a project is to be told of a job that has ended.</summary>
/// <param name="Seq">The row.</param>
/// <param name="TranscriptionId">The job.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="Status">What it ended in: completed or error.</param>
/// <param name="Url">Where to post.</param>
/// <param name="Host">Where the URL leads, as <see cref="Fetching.OutboundSlots.HostOf"/> names it.</param>
/// <param name="AuthHeaderName">A header to send along, or null.</param>
/// <param name="AuthHeaderValue">Its value, verbatim.</param>
/// <param name="Attempts">Tries so far.</param>
internal sealed record Webhook(
    long Seq,
    string TranscriptionId,
    string ProjectId,
    string Status,
    string Url,
    string Host,
    string? AuthHeaderName,
    string? AuthHeaderValue,
    long Attempts);
