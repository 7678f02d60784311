using System.Text.Json;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.OpenApi;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hansard.Server.Doors.Live;

/// <summary>The call by which a program with an API key gets a key for one without: a web page, an app.</summary>
internal static class TemporaryKeysApi
{
    private const string OfSpeechSynthesis = "tts_rt";

    /// <summary>Adds the route.</summary>
    public static void MapTemporaryKeys(this IEndpointRouteBuilder routes) => routes
        .MapPost(LiveKeys.TemporaryKeys, CreateAsync)
        .WithTags("Live")
        .Created<TemporaryKeyResponse>("Make a key that opens live sessions for a while, for a web page or an app")
        .Accepts<TemporaryKeyBody>("application/json");

    private static async Task<IResult> CreateAsync(HttpContext context, TemporaryKeyIssue issue, TimeProvider clock)
    {
        using var json = await JsonBody.ReadAsync(context.Request);
        var secret = ApiKey.GenerateTemporary();
        var key = Read(json.RootElement, context.Holder(), ApiKey.Digest(secret), clock.Milliseconds());
        await issue.AddAsync(context, key);
        return Reply.Json(new TemporaryKeyResponse(secret, Timestamp.ToIso(key.ExpiresAt)), statusCode: 201);
    }

    private static TemporaryKey Read(JsonElement json, KeyHolder holder, string digest, long now)
    {
        var errors = new ValidationErrors();
        var body = new FieldReader(json, JsonBody.Root, errors);
        var usage = body.RequiredText("usage_type");
        if (usage == OfSpeechSynthesis)
        {
            body.Fault(
                "invalid_value", "usage_type",
                $"'{OfSpeechSynthesis}' is for speech synthesis, which this server does not do: send '{TemporaryKeyBody.Usage}'.");
        }
        else if (usage is not (null or TemporaryKeyBody.Usage))
            body.Fault("invalid_value", "usage_type", $"'usage_type' must be {TemporaryKeyBody.Usage}: it opens live sessions.");
        const string Expiry = "expires_in_seconds";
        const int Longest = TemporaryKeyBody.MaximumExpiry;
        var seconds = body.Integer(Expiry, 1, Longest);
        if (body.Value(Expiry) is null) body.Fault("missing", Expiry, $"'{Expiry}' is missing: send a number from 1 to {Longest}.");
        var key = new TemporaryKey
        {
            Digest = digest,
            ProjectId = holder.Project.Id,
            KeyId = holder.KeyId,
            ClientReferenceId = body.Text("client_reference_id", TranscriptionBody.MaximumShort),
            IsSingleUse = body.Flag("single_use"),
            SessionSeconds = body.Integer("max_session_duration_seconds", 1, TemporaryKeyBody.MaximumSession),
            ExpiresAt = now + (seconds ?? 0) * 1000L,
        };
        return errors.Count == 0 ? key : throw ApiException.Invalid(errors);
    }
}
