namespace Hansard.Server.Tests.Outbound;

/// <summary>URLs that try to reach the server's own network, with a part of what the refusal must say.</summary>
internal static class HostileUrls
{
    /// <summary>Names that an attacker's name server points into the private network.</summary>
    public static ScriptedResolver Resolver() => new ScriptedResolver()
        .Answer("localhost", ["127.0.0.1", "::1"])
        .Answer("localhost.", ["127.0.0.1", "::1"])
        .Answer("app.localhost", ["127.0.0.1"])
        .Answer("loopback.test", ["127.0.0.1"])
        .Answer("loopback.test.", ["127.0.0.1"])
        .Answer("loopback6.test", ["::1"])
        .Answer("private.test", ["10.1.2.3"])
        .Answer("private6.test", ["fd12:3456::1"])
        .Answer("metadata.test", ["169.254.169.254"])
        .Answer("mapped.test", ["::ffff:10.0.0.1"])
        .Answer("nat64.test", ["64:ff9b::7f00:1"])
        .Answer("mixed.test", ["8.8.8.8", "192.168.0.10"])
        .Answer("mixed6.test", ["2606:4700:4700::1111", "fe80::1"])
        .Answer("xn--mnchen-3ya.test", ["172.16.0.9"])
        .Answer("127.0.0.1.nip.test", ["127.0.0.1"])
        .Answer("good.test", ["8.8.8.8"]);

    /// <summary>What is hardly a URL: most of it is refused when the transcription is created.</summary>
    public static IReadOnlyList<string> Malformed { get; } =
    [
        "http://%31%32%37.0.0.1/a.mp3", "http://good.test\\@127.0.0.1/a.mp3", "http://127.0.0.1:99999/", "http://[::1/", "http:///a.mp3",
        "//127.0.0.1/a.mp3",
        "/etc/passwd", "http://", "http://good.test\n@127.0.0.1/", "http://127.0.0.1\t.good.test/",
    ];

    public static TheoryData<string, string> All => new()
    {
        // Loopback, in every spelling that some parser accepts.
        { "http://127.0.0.1/a.mp3", "loopback" },
        { "http://127.255.255.254/a.mp3", "loopback" },
        { "http://127.1/a.mp3", "loopback" },
        { "http://127.0.1/a.mp3", "loopback" },
        { "http://2130706433/a.mp3", "loopback" },
        { "http://0x7f000001/a.mp3", "loopback" },
        { "http://0x7f.0x0.0x0.0x1/a.mp3", "loopback" },
        { "http://017700000001/a.mp3", "loopback" },
        { "http://0177.0.0.1/a.mp3", "loopback" },
        { "http://0177.0x0.0.1/a.mp3", "loopback" },
        { "http://127.0.0.1./a.mp3", "127.0.0.1" },
        { "http://127。0。0。1/a.mp3", "127.0.0.1" },
        { "http://127．0．0．1/a.mp3", "127.0.0.1" },
        { "http://[::1]/a.mp3", "loopback" },
        { "http://[0:0:0:0:0:0:0:1]:8080/a.mp3", "loopback" },
        { "http://[::ffff:127.0.0.1]/a.mp3", "loopback" },
        { "http://[::ffff:7f00:1]/a.mp3", "loopback" },
        { "http://[::127.0.0.1]/a.mp3", "IPv4-compatible" },
        { "http://localhost/a.mp3", "loopback" },
        { "http://LOCALHOST:8080/a.mp3", "loopback" },
        { "http://localhost./a.mp3", "loopback" },
        { "http://app.localhost/a.mp3", "loopback" },

        // Unspecified, private, shared, link-local, reserved.
        { "http://0/a.mp3", "unspecified" },
        { "http://0.0.0.0/a.mp3", "unspecified" },
        { "http://[::]/a.mp3", "unspecified" },
        { "http://10.0.0.1/a.mp3", "private" },
        { "http://172.16.0.1/a.mp3", "private" },
        { "http://172.31.255.255/a.mp3", "private" },
        { "http://192.168.1.1/a.mp3", "private" },
        { "https://192.168.1.1/a.mp3", "private" },
        { "http://3232235777/a.mp3", "private" },
        { "http://100.64.0.1/a.mp3", "shared" },
        { "http://100.127.255.254/a.mp3", "shared" },
        { "http://169.254.1.1/a.mp3", "link-local" },
        { "http://192.0.0.192/opc/v1/", "reserved" },
        { "http://192.0.2.1/a.mp3", "documentation" },
        { "http://198.51.100.1/a.mp3", "documentation" },
        { "http://203.0.113.1/a.mp3", "documentation" },
        { "http://198.18.0.1/a.mp3", "benchmark" },
        { "http://192.88.99.1/a.mp3", "6to4" },
        { "http://224.0.0.1/a.mp3", "multicast" },
        { "http://239.255.255.250:1900/a.mp3", "multicast" },
        { "http://240.0.0.1/a.mp3", "reserved" },
        { "http://255.255.255.255/a.mp3", "broadcast" },
        { "http://[fe80::1]/a.mp3", "link-local" },
        { "http://[fe80::1%251]/a.mp3", "zone" },
        { "http://[fe80::1%25eth0]/a.mp3", "link-local" },
        { "http://[fec0::1]/a.mp3", "site-local" },
        { "http://[fc00::1]/a.mp3", "unique local" },
        { "http://[fdff::1]/a.mp3", "unique local" },
        { "http://[ff02::1]/a.mp3", "multicast" },
        { "http://[2001:db8::1]/a.mp3", "documentation" },
        { "http://[3fff::1]/a.mp3", "documentation" },
        { "http://[2002:7f00:1::]/a.mp3", "6to4" },
        { "http://[2001:0:7f00:1::1]/a.mp3", "Teredo" },
        { "http://[64:ff9b::10.0.0.1]/a.mp3", "private" },
        { "http://[64:ff9b:1::1]/a.mp3", "NAT64" },
        { "http://[2606:4700::5efe:10.0.0.1]/a.mp3", "ISATAP" },
        { "http://[100::1]/a.mp3", "reserved" },
        { "http://[::ffff:0:127.0.0.1]/a.mp3", "reserved" },

        // Metadata services.
        { "http://169.254.169.254/latest/meta-data/", "metadata" },
        { "http://2852039166/latest/meta-data/", "metadata" },
        { "http://0xa9fea9fe/latest/meta-data/", "metadata" },
        { "http://0251.0376.0251.0376/latest/meta-data/", "metadata" },
        { "http://[::ffff:a9fe:a9fe]/latest/meta-data/", "metadata" },
        { "http://[fd00:ec2::254]/latest/meta-data/", "metadata" },
        { "http://168.63.129.16/machine", "cloud platform" },
        { "http://100.100.100.200/latest/meta-data/", "shared" },

        // Names that lead there.
        { "http://loopback.test/a.mp3", "loopback" },
        { "http://LoopBack.Test/a.mp3", "loopback" },
        { "http://loopback.test./a.mp3", "loopback" },
        { "http://loopback6.test/a.mp3", "loopback" },
        { "http://private.test/a.mp3", "private" },
        { "http://private6.test/a.mp3", "unique local" },
        { "http://metadata.test/a.mp3", "metadata" },
        { "http://mapped.test/a.mp3", "private" },
        { "http://nat64.test/a.mp3", "loopback" },
        { "http://mixed.test/a.mp3", "private" },
        { "http://mixed6.test/a.mp3", "link-local" },
        { "http://münchen.test/a.mp3", "private" },
        { "http://127.0.0.1.nip.test/a.mp3", "loopback" },

        // Credentials, which also disguise hosts.
        { "http://good.test@127.0.0.1/a.mp3", "user name" },
        { "http://user:secret@good.test/a.mp3", "user name" },
        { "http://good.test:80@127.0.0.1/a.mp3", "user name" },
        { "http://good.test%2f@127.0.0.1/a.mp3", "user name" },

        // Other schemes, and other protocols' ports.
        { "file:///etc/passwd", "'file:'" },
        { "file://127.0.0.1/etc/passwd", "'file:'" },
        { "gopher://127.0.0.1:6379/_INFO", "'gopher:'" },
        { "ftp://good.test/a.mp3", "'ftp:'" },
        { "data:audio/wav;base64,UklGRg==", "'data:'" },
        { "ws://good.test/a.mp3", "'ws:'" },
        { "dict://127.0.0.1:11211/stats", "'dict:'" },
        { "ldap://127.0.0.1/", "'ldap:'" },
        { "jar:http://127.0.0.1!/a", "'jar:'" },
        { "concat:http://127.0.0.1/a", "'concat:'" },
        { "http://good.test:25/a.mp3", "Port 25" },
        { "https://good.test:22/a.mp3", "Port 22" },
    };
}
