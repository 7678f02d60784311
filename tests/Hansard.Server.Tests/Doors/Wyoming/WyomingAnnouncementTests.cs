using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Hansard.Server.Doors.Wyoming;
using Hansard.Server.Doors.Wyoming.Discovery;
using Hansard.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>Queries of multicast DNS, over the network of this machine and as bytes.</summary>
public sealed class WyomingAnnouncementTests
{
    private static readonly byte[] Query =
        [0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. "\u0008_wyoming\u0004_tcp\u0005local\0"u8, 0, 12, 0, 1];

    [Fact]
    public async Task A_query_in_the_local_network_finds_the_server()
    {
        Assert.SkipUnless(HasNetwork(), "This machine has no network with multicast.");
        await using var server = await TestServer.StartAsync(
            options =>
            {
                (options.Doors.Wyoming.Enabled, options.Doors.Wyoming.Announce) = (true, true);
                (options.Doors.Wyoming.Host, options.Doors.Wyoming.Port) = ("*", 0);
            },
            replace: services => services.AddSingleton<ILiveTranscriber, NoTranscriber>());
        var port = server.Host.Services.GetRequiredService<WyomingListener>().EndPoint.Port;
        using var socket = new UdpClient(AddressFamily.InterNetwork);
        socket.Client.Bind(new IPEndPoint(IPAddress.Any, 0));

        // The first may be lost, as the server begins to listen meanwhile.
        for (var attempt = 0; attempt < 40; attempt++)
        {
            await socket.SendAsync(Query, new IPEndPoint(WyomingAnnouncement.Group, WyomingAnnouncement.Port));
            using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            late.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                var answer = (await socket.ReceiveAsync(late.Token)).Buffer;
                if (!Encoding.UTF8.GetString(answer).Contains("Hansard on ", StringComparison.Ordinal)) continue;
                Assert.Equal(Query[..2], answer[..2]);
                Assert.Contains(PortsOf(answer), found => found == port);
                return;
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Once more.
            }
        }

        Assert.Fail("Nobody answered.");
    }

    [Fact]
    public void Records_name_service_instance_machine_and_address_and_malformed_queries_get_no_answer()
    {
        var records = new ServiceRecords("box.lan", 10_300);
        var questions = DnsQuestion.Of(Query);
        Assert.Equal((string[])["_wyoming", "_tcp", "local"], Assert.Single(questions).Name);
        var answer = records.Answer(questions, IPAddress.Parse("192.0.2.7"), legacy: null)!;
        Assert.Equal([10_300], PortsOf(answer));
        Assert.True(answer.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 4, 192, 0, 2, 7]) > 0, "The address is missing.");
        Assert.Contains("Hansard on box lan", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.Empty(DnsQuestion.Of(answer));
        Assert.Null(records.Answer([new DnsQuestion(["_http", "_tcp", "local"], 12)], IPAddress.Loopback, null));

        // Cut anywhere, with a pointer to itself, and with more questions than there are.
        for (var length = 0; length < Query.Length - 4; length++) Assert.Empty(DnsQuestion.Of(Query.AsSpan(0, length)));
        Assert.Empty(DnsQuestion.Of([.. Query[..12], 0xC0, 12, 0, 12, 0, 1]));
        Assert.Single(DnsQuestion.Of([.. Query[..4], 255, 255, .. Query[6..]]));
    }

    // A record of the type 33 has its port after a length, a priority and a weight.
    private static List<int> PortsOf(byte[] message)
    {
        List<int> ports = [];
        var (at, answers) = (12, BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(6)));
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(4)); left > 0; left--)
        {
            Assert.NotNull(DnsName.Read(message, ref at));
            at += 4;
        }

        for (var left = answers; left > 0; left--)
        {
            Assert.NotNull(DnsName.Read(message, ref at));
            var record = message.AsSpan(at);
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == 33) ports.Add(BinaryPrimitives.ReadUInt16BigEndian(record[14..]));
            at += 10 + BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
        }

        Assert.Equal(message.Length, at);
        return ports;
    }

    private static bool HasNetwork() => NetworkInterface.GetAllNetworkInterfaces().Any(card =>
        card.OperationalStatus is OperationalStatus.Up && card.SupportsMulticast
        && card.NetworkInterfaceType is not NetworkInterfaceType.Loopback
        && card.GetIPProperties().UnicastAddresses.Any(each => each.Address.AddressFamily is AddressFamily.InterNetwork));
}
