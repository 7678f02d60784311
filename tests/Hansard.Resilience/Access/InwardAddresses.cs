using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hansard.Server.Tests.Outbound;

namespace Hansard.Resilience.Access;

/// <summary>Addresses that a client may give, and that lead into the network of the server.</summary>
internal static class InwardAddresses
{
    // Of this machine, in every spelling that some parser accepts.
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0x0.0x0.0x1", "017700000001", "0177.0.0.1", "127.255.255.254",
        "127.0.0.1.", "127。0。0。1", "0", "0.0.0.0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "localhost", "LOCALHOST", "localhost.",
    ];

    // With the port in the place of {0}.
    private static readonly string[] Disguises =
    [
        "http://good.test@127.0.0.1:{0}/", "http://user:secret@127.0.0.1:{0}/", "http://good.test:80@127.0.0.1:{0}/",
        "http://good.test%2f@127.0.0.1:{0}/", "http://good.test\\@127.0.0.1:{0}/", "gopher://127.0.0.1:{0}/_INFO",
        "ftp://127.0.0.1:{0}/a", "ws://127.0.0.1:{0}/", "dict://127.0.0.1:{0}/stats", "file://127.0.0.1:{0}/etc/passwd",
        "concat:http://127.0.0.1:{0}/a", "//127.0.0.1:{0}/a", "http:127.0.0.1:{0}/a", "HTTP://0X7F.1:{0}/a",
    ];

    /// <summary>Those of the names of <see cref="HostileUrls.Resolver"/> that lead to this machine.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["loopback.test", "LoopBack.Test.", "loopback6.test", "nat64.test", "127.0.0.1.nip.test"];

    /// <summary>All that is known, and each way to write an address of this machine with a port.</summary>
    /// <param name="port">Something listens there.</param>
    /// <param name="names">Names of this machine, beside its own.</param>
    public static IReadOnlyList<string> Of(int port, IEnumerable<string> names) =>
    [
        .. Hosts.Append(Dns.GetHostName()).Concat(OwnAddresses()).Concat(names)
            .SelectMany(host => (string[])[$"http://{host}:{port}/a", $"https://{host}:{port}/a"]),
        .. Disguises.Select(disguise => disguise.Replace("{0}", $"{port}", StringComparison.Ordinal)),
        .. HostileUrls.Malformed,
        .. HostileUrls.All.Select(row => row.Data.Item1),
    ];

    private static IEnumerable<string> OwnAddresses()
        => from network in NetworkInterface.GetAllNetworkInterfaces()
           from address in network.GetIPProperties().UnicastAddresses
           where address.Address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address.Address)
           select address.Address.ToString();
}
