using Hansard.Server.Doors.Streaming;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>
/// Finds the key of a session, or the client secret, in a header, or among the offered subprotocols, as browsers set no headers.
/// </summary>
internal static class RealtimeKeys
{
    /// <summary>Name of the header of Azure's clients.</summary>
    public const string Header = "api-key";

    // The key follows.
    private const string Secret = "openai-insecure-api-key.";

    private const string Beta = "openai-beta.realtime-v1";

    // In the order in which one of them is chosen.
    private static readonly string[] Subprotocols = ["realtime", Beta];

    /// <summary>The subprotocol that is chosen; null where none that is known is offered.</summary>
    public static string? Choose(IList<string> offered) => Subprotocols.FirstOrDefault(offered.Contains);

    /// <summary>Determines whether a client speaks the protocol as it was in its beta.</summary>
    public static bool IsBeta(HttpContext context)
        => context.Request.Headers["OpenAI-Beta"].ToString().Contains("realtime=v1", StringComparison.Ordinal)
            || context.WebSockets.WebSocketRequestedProtocols.Contains(Beta);

    /// <summary>The key; null for none.</summary>
    /// <exception cref="Contract.ApiException">The header is malformed.</exception>
    public static string? KeyOf(HttpContext context)
    {
        var header = LiveKeys.OfHeader(context.Request) ?? context.Request.Headers[Header].ToString();
        if (header.Length > 0) return header;
        return context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(offer => offer.StartsWith(Secret, StringComparison.Ordinal))
            is { } secret ? secret[Secret.Length..] : null;
    }
}
