using System.Net;
using System.Net.Sockets;
using Hansard.Cli.Usage;

namespace Hansard.Cli.Remote.Connection;

/// <summary>Addresses of servers as people write them.</summary>
internal static class ServerAddress
{
    /// <summary>The address of a server that runs here with its defaults.</summary>
    public static Uri Local { get; } = new("http://127.0.0.1:8080");

    /// <summary>Reads an address: with or without its scheme, and with or without the API's own path behind it.</summary>
    /// <param name="text">Such as <c>https://speech.example.org</c>, <c>localhost:8080</c> or <c>https://api.example.org/v1</c>.</param>
    /// <param name="source">Where it stands, for the message.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static Uri Parse(string text, string source)
    {
        var trimmed = text.Trim();
        var full = trimmed.Contains("://", StringComparison.Ordinal) ? trimmed : $"{SchemeFor(trimmed)}://{trimmed}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new UsageException($"{source}: '{Printable.Of(text)}' is not the address of a server, such as {Local.OriginalString}.");
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new UsageException($"{source}: a server's address has no user, query or fragment: it is like {Local.OriginalString}.");
        var path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/v1", StringComparison.Ordinal)) path = path[..^3].TrimEnd('/');
        return new Uri($"{uri.GetLeftPart(UriPartial.Authority)}{path}/");
    }

    /// <summary>The address for people.</summary>
    public static string Show(Uri server) => server.AbsoluteUri.TrimEnd('/');

    /// <summary>Indicates whether others could read on the way: neither encrypted, nor on this machine or a private network.</summary>
    public static bool IsReadableOnTheWay(Uri server) => server.Scheme == Uri.UriSchemeHttp && !IsPrivate(server.Host);

    // A program on this machine or a box on the shelf has no certificate, everything else does.
    private static string SchemeFor(string text)
    {
        var host = text.Split('/')[0];
        if (host.StartsWith('[')) host = host.Split(']')[0] + "]";
        else host = host.Split(':')[0];
        return IsPrivate(host) ? "http" : "https";
    }

    private static bool IsPrivate(string host)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return host is "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                || (host.Length > 0 && !host.Contains('.')); // A name of the network's own.
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily is AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        return address.GetAddressBytes() switch
        {
            [10, ..] or [192, 168, ..] or [169, 254, ..] => true,
            [172, var second, ..] => second is >= 16 and < 32,
            _ => false,
        };
    }
}
