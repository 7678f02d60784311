using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.Streaming;

/// <summary>
/// Finds out whose session it is, by the key in a header, among the offered subprotocols (for browsers, which set no headers) or in the
/// first message.
/// </summary>
internal sealed class LiveKeys(
    IProjectStore projects, ITemporaryKeyStore temporaries, KeyUse uses, UnkeyedAccess unkeyed, HansardServerOptions options)
{
    /// <summary>The subprotocol that is chosen where the client offers it; the key is the next one in its list.</summary>
    public const string Subprotocol = "soniox-api-key";

    /// <summary>Address of the call that makes temporary keys.</summary>
    public const string TemporaryKeys = "/v1/auth/temporary-api-key";

    /// <summary>Address of the call that makes those of OpenAI's realtime API.</summary>
    public const string ClientSecrets = "/v1/realtime/client_secrets";

    private const string Scheme = "Bearer ";

    /// <summary>The project, and the key's name.</summary>
    /// <param name="context">The request that opened the connection.</param>
    /// <param name="sent">The key of the first message; null for none.</param>
    /// <exception cref="ApiException">There is no key, or none that is good, or there are two.</exception>
    public KeyHolder Authenticate(HttpContext context, string? sent)
    {
        var offered = OfSubprotocols(context.WebSockets.WebSocketRequestedProtocols);
        if (options.NoAuth) return HolderOf(context, sent ?? offered, isRealtime: false);
        var opened = OfHeader(context.Request) ?? offered;
        if (opened is not null && sent is not null)
            throw Unauthenticated("The API key was sent twice, when connecting and in the first message: send it once.");
        var key = opened ?? sent ?? throw Unauthenticated(
            $"No API key: send it as 'Authorization: Bearer KEY', as the subprotocol after {Subprotocol}, "
            + "or as 'api_key' in the first message.");
        return HolderOf(context, key, isRealtime: false);
    }

    /// <summary>The project of a key that was found where a protocol has it, and the key's name.</summary>
    /// <param name="context">The request that opened the connection.</param>
    /// <param name="key">The key; of no importance on a server without keys.</param>
    /// <param name="isRealtime">True for a session of OpenAI's realtime API, which has temporary keys of its own.</param>
    /// <exception cref="ApiException">The key is not good, or the caller may do nothing on a server without keys.</exception>
    public KeyHolder HolderOf(HttpContext context, string? key, bool isRealtime)
    {
        if (options.NoAuth)
        {
            // Any key is as good as none; what a temporary one says of its sessions counts all the same.
            return new KeyHolder(unkeyed.Of(context), "") { Temporary = OfTemporary(key, isRealtime)?.Temporary };
        }
        // A temporary one without an API key was made while the server asked for none.
        var holder = OfTemporary(key, isRealtime) is { KeyId: not null } temporary
            ? temporary
            : projects.Authenticate(key ?? "") ?? throw Unauthenticated(FaultOf(key ?? "", isRealtime));
        if (holder.Temporary is { IsSingleUse: true, UsedAt: not null }) throw UsedUp();
        if (holder.KeyId is { } id) uses.Note(id);
        return holder;
    }

    /// <summary>Uses up a temporary key that opens one session only, as its session begins: what was refused can be tried again.</summary>
    /// <exception cref="ApiException">It is used up.</exception>
    public async Task UseUpAsync(KeyHolder holder)
    {
        if (holder.Temporary is { IsSingleUse: true } key && !await temporaries.UseUpAsync(key.Digest)) throw UsedUp();
    }

    /// <summary>The key of the Authorization header; null where there is none.</summary>
    /// <exception cref="ApiException">The header is malformed.</exception>
    public static string? OfHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return null;
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : throw Unauthenticated("The Authorization header is malformed: it must be 'Bearer KEY'.");
    }

    private KeyHolder? OfTemporary(string? key, bool isRealtime)
        => key is not null && ApiKey.IsTemporary(key) && temporaries.Find(key) is { } holder
            && holder.Temporary?.RealtimeSession is not null == isRealtime
                ? holder
                : null;

    private static string FaultOf(string key, bool isRealtime) => ApiKey.IsTemporary(key)
        ? $"This {(ApiKey.IsClientSecret(key) ? "client secret" : "temporary API key")} is unknown or has expired, or the API key that "
            + "made it is revoked, or it is for another address: make one for this address with POST "
            + $"{(isRealtime ? ClientSecrets : TemporaryKeys)}."
        : "This API key is unknown or revoked. 'hansard keys create' on the server makes one.";

    private static string? OfSubprotocols(IList<string> offered)
    {
        var at = offered.IndexOf(Subprotocol);
        return at >= 0 && at + 1 < offered.Count ? offered[at + 1] : null;
    }

    private static ApiException UsedUp() => Unauthenticated(
        $"This temporary API key is for one session, and has been used: make another with POST {TemporaryKeys}.");

    private static ApiException Unauthenticated(string message) => new(401, ErrorTypes.Unauthenticated, message);
}
