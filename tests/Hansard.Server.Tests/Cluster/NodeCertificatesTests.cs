using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Cluster;

[Collection(PostgresTests.Name)]
public sealed class NodeCertificatesTests(PostgresServer postgres) : IDisposable
{
    private const string Database = "postgres://hansard@127.0.0.1/main";
    private const byte TlsAlert = 21;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_find_each_other_and_answer_nobody_else()
    {
        var database = await ClusterDatabase.NewAsync(postgres);
        var log = new LogLines();
        await using var node = await TestNode.StartAsync(TestNode.OptionsOf(database, _authority.SettingsOfNode()), log);
        await using var second = await TestNode.StartAsync(TestNode.OptionsOf(database, _authority.SettingsOfNode()), new LogLines());
        // The second has joined, so it has had an answer of the first.
        var nodes = await second.Directory.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, nodes.Count(seen => seen.Report is not null));

        using var certificate = _authority.Certify();
        using var stranger = _other.Certify();
        using var late = _authority.Certify(DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.True(await IsAnsweredAsync(node.EndPoint, certificate));
        Assert.False(await IsAnsweredAsync(node.EndPoint, null), "without a certificate");
        Assert.False(await IsAnsweredAsync(node.EndPoint, stranger), "with one of another authority");
        Assert.False(await IsAnsweredAsync(node.EndPoint, late), "with one that has ended");
        Assert.False(await IsAnsweredInClearAsync(node.EndPoint), "without encryption");
        Assert.DoesNotContain(log.All, line => line.Contains("Whoever reaches", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_certificates_a_node_that_others_reach_says_so_and_what_to_do()
    {
        // An address for documentation: none of this machine's, as behind a router.
        var database = await ClusterDatabase.NewAsync(postgres);
        var log = new LogLines();
        await using var node = await TestNode.StartAsync(TestNode.OptionsOf(database, "Cluster:Address=192.0.2.1"), log);
        Assert.Equal("192.0.2.1", node.EndPoint.Address.ToString());
        Assert.Contains(log.Severe, line => line.Contains("Cluster:Certificate", StringComparison.Ordinal));
        // A connection that comes while the node still joins may be closed.
        var isAnswered = false;
        for (var i = 0; i < 20 && !isAnswered; i++)
            isAnswered = await IsAnsweredInClearAsync(new IPEndPoint(IPAddress.Loopback, node.EndPoint.Port));
        Assert.True(isAnswered);
    }

    [Fact]
    public void Certificates_that_cannot_be_used_are_refused_at_the_start()
    {
        Assert.Null(NodeCertificates.Load(new ClusterOptions()));
        Assert.NotNull(NodeCertificates.Load(Options(_authority.SettingsOfNode())));
        Refused("vouches for", [.. _authority.SettingsOfNode()[..2], $"Cluster:Authority={_other.CertificateFile}"]);
        Refused("vouches for", _authority.SettingsOfNode(DateTimeOffset.UtcNow.AddMinutes(-1)));
        Refused("Cluster:Key", [.. _authority.SettingsOfNode()[..1], .. _authority.SettingsOfNode()[1..]]);
        Refused("Cluster:Authority", [.. _authority.SettingsOfNode()[..2], "Cluster:Authority=/nowhere/authority.pem"]);

        static void Refused(string reason, string[] settings) => Assert.Contains(
            reason, Assert.Throws<InvalidConfigurationException>(() => NodeCertificates.Load(Options(settings))).Message,
            StringComparison.Ordinal);
    }

    private static ClusterOptions Options(string[] settings) => TestNode.OptionsOf(Database, settings).Cluster;

    // A node that takes somebody for another one begins to speak.
    private static async Task<bool> IsAnsweredAsync(IPEndPoint node, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(node);
        await using var stream = new SslStream(client.GetStream(), false, (_, remote, _, _) => remote is not null);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "a-node",
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
                },
                limit.Token);
            return await stream.ReadAsync(new byte[1], limit.Token) == 1;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<bool> IsAnsweredInClearAsync(IPEndPoint node)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(node);
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            // Who speaks in clear speaks first; who encrypts closes on this, if with an alert of TLS.
            await client.GetStream().WriteAsync("\0\0\0\0\0\0\0\0\0\0\0\0"u8.ToArray(), limit.Token);
            var answer = new byte[1];
            return await client.GetStream().ReadAsync(answer, limit.Token) == 1 && answer[0] != TlsAlert;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
