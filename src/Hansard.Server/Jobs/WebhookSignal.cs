namespace Hansard.Server.Jobs;

/// <summary>Set when a webhook has been added to the outbox.</summary>
internal sealed class WebhookSignal : Signal;
