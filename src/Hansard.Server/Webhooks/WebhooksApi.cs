using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Webhooks;

/// <summary>POST /v1/webhooks/test.</summary>
internal static class WebhooksApi
{
    /// <summary>Adds the route.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/webhooks/test", TryAsync)
        .WithTags("Webhooks")
        .Ok<WebhookTrialResponse>("Send a webhook once, to try its receiver; its body has test: true")
        .Accepts<WebhookTrialBody>("application/json");

    private static async Task<IResult> TryAsync(HttpContext context, WebhookTrial trial)
    {
        using var json = await JsonBody.ReadAsync(context.Request);
        var errors = new ValidationErrors();
        var body = new FieldReader(json.RootElement, JsonBody.Root, errors);
        var fields = WebhookFields.Read(body);
        if (body.Value(WebhookFields.UrlName) is null)
            body.Fault("missing", WebhookFields.UrlName, $"'{WebhookFields.UrlName}' is missing.");
        if (errors.Count > 0) throw ApiException.Invalid(errors);
        var result = await trial.RunAsync(
            context.Project().Id, fields.Url!.Text, fields.AuthHeaderName, fields.AuthHeaderValue, context.RequestAborted);
        return Reply.Json(new WebhookTrialResponse
        {
            Delivered = result.Answer.Status is >= 200 and < 300,
            StatusCode = result.Answer.Status,
            Failure = result.Answer.Failure,
            Body = result.Answer.Body,
            DurationMs = (long)result.Duration.TotalMilliseconds,
            Sent = result.Sent,
        });
    }
}
