using System.Net;

namespace Hansard.Server.Configuration;

/// <summary>The hosts of one's own network that audio may be fetched from and webhooks sent to (<c>--allow-host HOST[:PORT]</c>).</summary>
/// <remarks>
/// A name matches as written in the URL, not by what it resolves to: an entry opens one name, not every name that leads there.
/// </remarks>
public sealed class AllowedHosts
{
    private readonly HashSet<Entry> _entries;

    private AllowedHosts(HashSet<Entry> entries) => _entries = entries;

    /// <summary>No host is allowed but those of the public internet.</summary>
    public static AllowedHosts None { get; } = new([]);

    /// <param name="entries">Each <c>HOST</c> (every port) or <c>HOST:PORT</c>; IPv6 with a port in brackets.</param>
    /// <exception cref="FormatException">An entry is neither; the message names it.</exception>
    public static AllowedHosts Parse(IEnumerable<string> entries) => new([.. entries.Select(ParseEntry)]);

    /// <summary>Determines whether the operator allowed this host by name or address, at this port.</summary>
    public bool Contains(string host, int port)
    {
        var canonical = Canonical(host);
        return _entries.Contains(new Entry(canonical, null)) || _entries.Contains(new Entry(canonical, port));
    }

    /// <summary>Determines whether the operator named this very port of the host.</summary>
    public bool ContainsPort(string host, int port) => _entries.Contains(new Entry(Canonical(host), port));

    private static Entry ParseEntry(string entry)
    {
        var text = entry.Trim();
        if (IPAddress.TryParse(text, out var address)) return new Entry(address.ToString(), null);

        // Uri knows brackets, ports and international names; a scheme without a default port shows whether one was given.
        if (!text.Contains("//", StringComparison.Ordinal)
            && Uri.TryCreate($"hansard://{text}", UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, PathAndQuery: "" or "/", UserInfo: "", Fragment: "" } && !text.EndsWith(':'))
            return new Entry(Canonical(uri.IdnHost), uri.Port < 0 ? null : uri.Port);
        throw new FormatException(
            $"'{entry}' is not a host to allow: give a name or address with an optional port, such as media.example:8443, "
            + "10.0.0.5 or [fd00::1]:80.");
    }

    private static string Canonical(string host)
    {
        var name = host.TrimEnd('.').TrimStart('[').TrimEnd(']');
        return IPAddress.TryParse(name, out var address) ? address.ToString() : name.ToLowerInvariant();
    }

    /// <summary>A host that is allowed.</summary>
    /// <param name="Host">Name or address in its canonical form.</param>
    /// <param name="Port">The one port that is allowed; null for every port.</param>
    private readonly record struct Entry(string Host, int? Port);
}
