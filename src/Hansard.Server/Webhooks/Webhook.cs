namespace Hansard.Server.Webhooks;

/// <summary>A row of the outbox: what a project is to be told of a job that has ended.</summary>
/// <param name="Seq">The row.</param>
/// <param name="TranscriptionId">The job.</param>
/// <param name="Status">What it ended in: completed or error.</param>
/// <param name="Url">Where to post.</param>
/// <param name="AuthHeaderName">A header to send along, or null.</param>
/// <param name="AuthHeaderValue">Its value, verbatim.</param>
/// <param name="Attempts">Tries so far.</param>
internal sealed record Webhook(
    long Seq, string TranscriptionId, string Status, string Url, string? AuthHeaderName, string? AuthHeaderValue, long Attempts)
{
    /// <summary>The receiver, for fairness: scheme, host and port.</summary>
    public string Receiver { get; } = new Uri(Url).GetLeftPart(UriPartial.Authority);
}
