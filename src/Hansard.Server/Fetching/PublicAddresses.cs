using System.Net;
using System.Net.Sockets;

namespace Hansard.Server.Fetching;

/// <summary>Tells the addresses of the public internet from those that lead into somebody's own network.</summary>
/// <remarks>
/// The blocks are those of the IANA special-purpose registries (RFC 6890 and its successors) that are not globally
/// reachable, and the platform addresses of clouds that lie in public space. IPv6 is the other way about: only
/// 2000::/3 has been allocated, so everything outside it is refused by what is left over.
/// </remarks>
internal static class PublicAddresses
{
    private static readonly (IPNetwork Block, string Name)[] RefusedIPv4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "an unspecified address"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private address"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's shared address"),
        (IPNetwork.Parse("127.0.0.0/8"), "a loopback address"),
        (IPNetwork.Parse("168.63.129.16/32"), "a cloud platform's own address"),
        (IPNetwork.Parse("169.254.169.254/32"), "a cloud metadata address"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private address"),
        (IPNetwork.Parse("192.0.0.0/24"), "a reserved address"),
        (IPNetwork.Parse("192.0.2.0/24"), "a documentation address"),
        (IPNetwork.Parse("192.88.99.0/24"), "a 6to4 relay's address"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private address"),
        (IPNetwork.Parse("198.18.0.0/15"), "a benchmark network's address"),
        (IPNetwork.Parse("198.51.100.0/24"), "a documentation address"),
        (IPNetwork.Parse("203.0.113.0/24"), "a documentation address"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("255.255.255.255/32"), "the broadcast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "a reserved address"),
    ];

    private static readonly (IPNetwork Block, string Name)[] RefusedIPv6 =
    [
        (IPNetwork.Parse("::/128"), "the unspecified address"),
        (IPNetwork.Parse("::1/128"), "the loopback address"),
        (IPNetwork.Parse("::/96"), "an IPv4-compatible address"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "a local NAT64 address"),
        (IPNetwork.Parse("2001::/32"), "a Teredo address"),
        (IPNetwork.Parse("2001::/23"), "a reserved address"),
        (IPNetwork.Parse("2001:db8::/32"), "a documentation address"),
        (IPNetwork.Parse("2002::/16"), "a 6to4 address"),
        (IPNetwork.Parse("3fff::/20"), "a documentation address"),
        (IPNetwork.Parse("fd00:ec2::254/128"), "a cloud metadata address"),
        (IPNetwork.Parse("fc00::/7"), "a private (unique local) address"),
        (IPNetwork.Parse("fe80::/10"), "a link-local address"),
        (IPNetwork.Parse("fec0::/10"), "a private (site-local) address"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork AllocatedIPv6 = IPNetwork.Parse("2000::/3");

    /// <returns>The kind of the address, such as <c>a private address</c>, or null if it belongs to the public internet.</returns>
    public static string? WhyNot(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork) return Find(RefusedIPv4, address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return "not an internet address";
        if (address.ScopeId != 0) return "an address with a zone";
        if (EmbeddedIPv4(address) is { } embedded)
            return WhyNot(embedded) is { } reason ? $"{reason} in IPv6 form" : null;
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
        return WhyNot(new IPAddress(bytes.AsSpan(12))) is { } reason ? $"{reason} in ISATAP form" : null;
    }

    private static string? Find((IPNetwork Block, string Name)[] blocks, IPAddress address)
    {
        foreach (var (block, name) in blocks)
            if (block.Contains(address)) return name;
        return null;
    }
}
