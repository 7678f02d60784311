using System.Net;
using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Http;

/// <summary>Finds the project that a call under /v1, or of an endpoint that needs a key, acts for, or ends it.</summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next, IProjectStore projects, KeyUse uses, SignedUrls addresses, UnkeyedAccess unkeyed, HansardServerOptions options)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsKey(context))
        {
            var holder = BySignature(context) is { } signed ? new KeyHolder(signed, "")
                : options.NoAuth ? new KeyHolder(unkeyed.Of(context), "") { IsAdministrator = IsOwnMachine(context) }
                : await WithoutKeyAsync(context) ?? Authenticate(context);
            if (holder.KeyId is { } key) uses.Note(key);
            context.Features.Set(holder);
        }
        await next(context);
    }

    private static bool NeedsKey(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<NeedsKey>() is not null
            || (context.Request.Path.StartsWithSegments("/v1") && metadata?.GetMetadata<OpenToAll>() is null);
    }

    private Project? BySignature(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenedBySignature>() is not { } opened) return null;
        var signature = context.Request.Query[SignedUrls.Parameter].ToString();
        return signature.Length == 0
            ? null
            : addresses.Verify(opened.ResourceOf(ResourceId.Parse((string)context.Request.RouteValues["id"]!) ?? ""), signature);
    }

    // Who sits at the machine has the whole data directory anyway. A proxy there lets in whoever reaches it, and says for whom it asks.
    private static bool IsOwnMachine(HttpContext context)
        => (context.Connection.LocalIpAddress is not { } own || IPAddress.IsLoopback(own))
            && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private async ValueTask<KeyHolder?> WithoutKeyAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ProjectWithoutKey>() is not { } without
            || context.Request.Headers.Authorization.Count > 0)
            return null;
        UnkeyedAccess.RefuseForeignPages(context.Request, options);
        return new KeyHolder(
            projects.Find(without.Name) ?? await projects.GetOrCreateAsync(without.Name, context.RequestAborted), "");
    }

    private KeyHolder Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var metadata = context.GetEndpoint()?.Metadata;
        if (header.Length == 0
            && metadata?.GetMetadata<KeyHeader>() is { } own
            && context.Request.Headers[own.Name].ToString() is { Length: > 0 } key)
            header = Scheme + key;
        if (metadata?.GetMetadata<KeyAsPassword>() is not null && BasicPassword.Of(header) is { } password) header = Scheme + password;
        if (header.Length == 0) throw Unauthenticated("No API key: send the header 'Authorization: Bearer KEY'.");
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > 1024)
            throw Unauthenticated("The Authorization header is malformed: it must be 'Bearer KEY'.");
        var sent = header[Scheme.Length..].Trim();
        return projects.Authenticate(sent) ?? throw Unauthenticated(
            ApiKey.IsClientSecret(sent)
                ? "A client secret opens realtime sessions (/v1/realtime) and nothing else: send an API key."
                : ApiKey.IsTemporary(sent)
                ? "A temporary API key opens live sessions (/transcribe-websocket) and nothing else: send an API key."
                : "This API key is unknown or revoked. 'hansard keys create' on the server makes one.");
    }

    private static ApiException Unauthenticated(string message) => new(401, ErrorTypes.Unauthenticated, message);
}
