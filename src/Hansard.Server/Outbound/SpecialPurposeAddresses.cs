using System.Net;
using System.Net.Sockets;

namespace Hansard.Server.Outbound;

/// <summary>Tells the addresses of the public internet from those that lead into somebody's own network.</summary>
/// <remarks>
/// The blocks are those of the IANA special-purpose registries (RFC 6890 and its successors) that are not globally
/// reachable, and the platform addresses of clouds that lie in public space. IPv6 is the other way about: only
/// 2000::/3 has been allocated, so everything outside it is refused by what is left over.
/// </remarks>
internal static class SpecialPurposeAddresses
{
    private static readonly AddressBlock[] RefusedIPv4 =
    [
        new("0.0.0.0/8", "an unspecified address"),
        new("10.0.0.0/8", "a private address"),
        new("100.64.0.0/10", "a carrier's shared address"),
        new("127.0.0.0/8", "a loopback address"),
        new("168.63.129.16/32", "a cloud platform's own address"),
        new("169.254.169.254/32", "a cloud metadata address"),
        new("169.254.0.0/16", "a link-local address"),
        new("172.16.0.0/12", "a private address"),
        new("192.0.0.0/24", "a reserved address"),
        new("192.0.2.0/24", "a documentation address"),
        new("192.88.99.0/24", "a 6to4 relay's address"),
        new("192.168.0.0/16", "a private address"),
        new("198.18.0.0/15", "a benchmark network's address"),
        new("198.51.100.0/24", "a documentation address"),
        new("203.0.113.0/24", "a documentation address"),
        new("224.0.0.0/4", "a multicast address"),
        new("255.255.255.255/32", "the broadcast address"),
        new("240.0.0.0/4", "a reserved address"),
    ];

    private static readonly AddressBlock[] RefusedIPv6 =
    [
        new("::/128", "the unspecified address"),
        new("::1/128", "the loopback address"),
        new("::/96", "an IPv4-compatible address"),
        new("64:ff9b:1::/48", "a local NAT64 address"),
        new("2001::/32", "a Teredo address"),
        new("2001::/23", "a reserved address"),
        new("2001:db8::/32", "a documentation address"),
        new("2002::/16", "a 6to4 address"),
        new("3fff::/20", "a documentation address"),
        new("fd00:ec2::254/128", "a cloud metadata address"),
        new("fc00::/7", "a private (unique local) address"),
        new("fe80::/10", "a link-local address"),
        new("fec0::/10", "a private (site-local) address"),
        new("ff00::/8", "a multicast address"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork AllocatedIPv6 = IPNetwork.Parse("2000::/3");

    /// <returns>The kind of the address, such as <c>a private address</c>, or null if it belongs to the public internet.</returns>
    public static string? KindOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return Find(RefusedIPv4, address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return "not an internet address";
        if (address.ScopeId != 0) return "an address with a zone";
        if (EmbeddedIPv4(address) is { } embedded)
            return KindOf(embedded) is { } reason ? $"{reason} in IPv6 form" : null;
        return Find(RefusedIPv6, address) ?? (AllocatedIPv6.Contains(address) ? IsatapRefusal(address) : "a reserved address");
    }

    // Mapped addresses reach the IPv4 host itself; NAT64 (RFC 6052) is how an IPv6-only network reaches all of IPv4.
    private static IPAddress? EmbeddedIPv4(IPAddress address)
        => address.IsIPv4MappedToIPv6 || Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : null;

    // ISATAP (RFC 5214) hides an IPv4 address in the interface identifier ::0:5efe:a.b.c.d of any prefix.
    private static string? IsatapRefusal(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if ((bytes[8] & ~2) != 0 || bytes[9] != 0 || bytes[10] != 0x5e || bytes[11] != 0xfe) return null;
        return KindOf(new IPAddress(bytes.AsSpan(12))) is { } reason ? $"{reason} in ISATAP form" : null;
    }

    private static string? Find(AddressBlock[] blocks, IPAddress address)
        => Array.Find(blocks, block => block.Network.Contains(address))?.Kind;

    /// <summary>Addresses that lead into somebody's own network, or nowhere.</summary>
    private sealed record AddressBlock(IPNetwork Network, string Kind)
    {
        public AddressBlock(string network, string kind)
            : this(IPNetwork.Parse(network), kind)
        {
        }
    }
}
