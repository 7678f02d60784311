using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Makes temporary keys whose sessions begin with given settings (ephemeral keys of OpenAI's realtime API).</summary>
/// <remarks>
/// As those of the hosted service, one opens any number of sessions until it expires, and whoever has it may change the settings.
/// </remarks>
internal sealed class ClientSecrets(TemporaryKeyIssue issue, RealtimeSettingsReader reader, TimeProvider clock)
{
    /// <summary>UTF-8 bytes of the settings that are kept: the longest prompt, in any script.</summary>
    private const int MaximumSettings = 64 << 10;

    private const int MaximumShort = 100;
    private const string Session = "session";
    private const string Secret = "client_secret";

    /// <summary>Answers <c>POST /v1/realtime/client_secrets</c>.</summary>
    public async Task<IResult> CreateAsync(HttpContext context)
    {
        using var json = await ReadAsync(context.Request);
        var body = json.RootElement;
        var session = body.TryGetProperty(Session, out var sent) && sent.ValueKind is not JsonValueKind.Null ? sent : Empty;
        if (session.ValueKind is not JsonValueKind.Object) throw AudioFields.Fault(Session, $"'{Session}' must be an object.");
        var seconds = SecondsOf(new SentPart(body, ""), "expires_after");
        var settings = reader.Read(session, reader.Initial(model: null));
        var (secret, expiresAt) = await IssueAsync(context, session, Session, seconds);
        var form = RealtimeSessionForm.Of(RealtimeEvents.NewId("sess"), settings, isBeta: false);
        return Reply.Json(new ClientSecretResponse(secret, expiresAt, JsonSerializer.SerializeToElement(form)));
    }

    /// <summary>Answers <c>POST /v1/realtime/transcription_sessions</c>, the same in the form of the beta.</summary>
    public async Task<IResult> CreateBetaAsync(HttpContext context)
    {
        using var json = await ReadAsync(context.Request);
        var body = json.RootElement;
        var seconds = body.TryGetProperty(Secret, out var sent) && sent.ValueKind is not JsonValueKind.Null
            ? SecondsOf(new SentPart(sent, Secret), "expires_at") : SecretExpiryBody.Usual;
        var settings = reader.Read(body, reader.Initial(model: null), location: "");
        var (secret, expiresAt) = await IssueAsync(context, body, "", seconds);
        var form = RealtimeSessionForm.Of(RealtimeEvents.NewId("sess"), settings, isBeta: true);
        form[Secret] = new JsonObject { ["value"] = secret, ["expires_at"] = expiresAt };
        return Reply.Json(form);
    }

    private static JsonElement Empty { get; } = JsonElement.Parse("{}");

    // Libraries send nothing where nothing is asked for.
    private static async Task<JsonDocument> ReadAsync(HttpRequest request)
        => request.ContentLength is 0 ? JsonDocument.Parse("{}") : await JsonBody.ReadAsync(request);

    private static int SecondsOf(SentPart parent, string name)
    {
        if (parent.Member(name) is not { IsNull: false } expiry) return SecretExpiryBody.Usual;
        if (expiry.Text("anchor", MaximumShort) is not (null or SecretExpiryBody.FromCreation))
        {
            throw AudioFields.Fault(
                $"{expiry.Location}.anchor", $"'{expiry.Location}.anchor' must be {SecretExpiryBody.FromCreation}.");
        }
        return expiry.Integer("seconds", SecretExpiryBody.Least, SecretExpiryBody.Most) ?? SecretExpiryBody.Usual;
    }

    private async Task<SessionSecretResponse> IssueAsync(HttpContext context, JsonElement session, string location, int seconds)
    {
        var kept = JsonSerializer.Serialize(session, JsonSettings.Stored);
        if (Encoding.UTF8.GetByteCount(kept) > MaximumSettings)
        {
            var message = $"The settings of a session are {MaximumSettings} bytes of JSON at most.";
            throw location.Length > 0 ? AudioFields.Fault(location, message) : ApiException.Invalid(message);
        }
        var secret = ApiKey.GenerateClientSecret();
        var holder = context.Holder();
        var key = new TemporaryKey
        {
            Digest = ApiKey.Digest(secret),
            ProjectId = holder.Project.Id,
            KeyId = holder.KeyId,
            ClientReferenceId = null,
            IsSingleUse = false,
            SessionSeconds = null,
            RealtimeSession = kept,
            // Whole seconds, as the answer tells them.
            ExpiresAt = ((clock.Milliseconds() / 1000) + seconds) * 1000,
        };
        await issue.AddAsync(context, key);
        return new SessionSecretResponse(secret, key.ExpiresAt / 1000);
    }
}
