namespace Hansard.Server.Outbound;

/// <summary>A URL that this server must not call; the message says what was refused and is fit for the client.</summary>
public sealed class OutboundRefusedException(string message) : Exception(message);
