namespace Hansard.Server.Http;

/// <summary>
/// Marks an endpoint whose key may come as the password of an address (<c>http://hansard:KEY@host</c>, RFC 7617), for clients that have no
/// setting for a key.
/// </summary>
internal sealed record KeyAsPassword;
