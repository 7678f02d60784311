using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of POST /v1/webhooks/test, for its description; read by hand, so that faults are named.</summary>
[Description("The webhook to try, with the fields of a NewTranscription. Null counts as absent, and unknown fields are ignored.")]
internal sealed record WebhookTrialBody
{
    [Description("An http or https URL, which gets a POST."), MaxLength(TranscriptionBody.MaximumShort)]
    public required string WebhookUrl { get; init; }

    [Description("A header to send along."), MaxLength(TranscriptionBody.MaximumShort)]
    public string? WebhookAuthHeaderName { get; init; }

    [Description("Its value, which is kept nowhere."), MaxLength(TranscriptionBody.MaximumShort)]
    public string? WebhookAuthHeaderValue { get; init; }
}

/// <summary>The outcome of trying a webhook once.</summary>
[Description("The outcome of trying a webhook once.")]
internal sealed record WebhookTrialResponse
{
    [Description("Whether the receiver accepted it, with a status of 2xx.")]
    public required bool Delivered { get; init; }

    [Description("The receiver's status; null when there was no answer.")]
    public required int? StatusCode { get; init; }

    [Description("The reason for which there was no answer; null when there was one.")]
    public required string? Failure { get; init; }

    [Description("The beginning of the answer's body, of 1000 bytes at most, as UTF-8; null when there was no answer.")]
    public required string? Body { get; init; }

    [Description("Time from the start of the try to the receiver's status.")]
    public required long DurationMs { get; init; }

    [Description("The body that was sent.")]
    public required string Sent { get; init; }
}
