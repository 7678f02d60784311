using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hansard.Server.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Doors.Wyoming.Discovery;

/// <summary>
/// Tells the local network of the server and answers whoever looks for it (multicast DNS, RFC 6762), so that Home Assistant finds it by
/// itself.
/// </summary>
/// <remarks>
/// Over IPv4, in the networks that are there at the start. Written here because the one package for it brings six more that nobody looks
/// after any more, and Avahi needs a daemon that containers do not have. It shares the port with such a daemon.
/// </remarks>
internal sealed partial class WyomingAnnouncement(
    WyomingListener listener, HansardServerOptions options, ILogger<WyomingAnnouncement> logger) : BackgroundService
{
    /// <summary>Port of multicast DNS.</summary>
    public const int Port = 5353;

    // A message is one packet.
    private const int MaximumMessage = 9_000;

    /// <summary>The group of multicast DNS.</summary>
    public static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");

    // Two announcements at least, a second apart (RFC 6762, 8.3).
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(1)];

    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _sending = new(1);

    /// <inheritdoc />
    public override void Dispose()
    {
        _sending.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var networks = Networks();
            using var socket = Open(networks);
            var records = new ServiceRecords(Environment.MachineName, listener.EndPoint.Port);
            LogAnnouncing(string.Join(", ", networks.Values));
            var announcing = AnnounceAsync(socket, networks, records, stoppingToken);
            await AnswerAsync(socket, networks, records, stoppingToken);
            await announcing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var address in networks.Values)
                await SendAsync(socket, records.Announcement(address, isOver: true), address, CancellationToken.None);
        }
        catch (Exception exception) when (exception is SocketException or NetworkInformationException)
        {
            // It is a convenience: who names the server's address needs none.
            LogNotAnnounced(exception.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Before anything was told.
        }
    }

    private Dictionary<int, IPAddress> Networks()
    {
        var bound = ListenAddress.TryParse(options.Doors.Wyoming.Host, out var address) ? address : null;
        Dictionary<int, IPAddress> networks = [];
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.OperationalStatus is OperationalStatus.Down || card.NetworkInterfaceType is NetworkInterfaceType.Loopback
                || !card.SupportsMulticast || !card.Supports(NetworkInterfaceComponent.IPv4)) continue;
            var properties = card.GetIPProperties();
            var own = properties.UnicastAddresses.Select(each => each.Address)
                .FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork && (bound is null || bound.Equals(each)));
            if (own is not null) networks[properties.GetIPv4Properties().Index] = own;
        }

        return networks;
    }

    private static Socket Open(Dictionary<int, IPAddress> networks)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, 255);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
            foreach (var address in networks.Values)
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, address));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AnnounceAsync(
        Socket socket, Dictionary<int, IPAddress> networks, ServiceRecords records, CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            await Task.Delay(pause, cancellationToken);
            foreach (var address in networks.Values)
                await SendAsync(socket, records.Announcement(address, isOver: false), address, cancellationToken);
        }
    }

    private async Task AnswerAsync(
        Socket socket, Dictionary<int, IPAddress> networks, ServiceRecords records, CancellationToken stoppingToken)
    {
        var buffer = new byte[MaximumMessage];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveMessageFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stoppingToken);
                if (!networks.TryGetValue(received.PacketInformation.Interface, out var address)) continue;
                var sender = (IPEndPoint)received.RemoteEndPoint;
                var message = buffer.AsMemory(0, received.ReceivedBytes);
                var isLegacy = sender.Port != Port;
                var questions = DnsQuestion.Of(message.Span);
                if (records.Answer(questions, address, isLegacy ? IdOf(message.Span) : null) is not { } answer) continue;
                if (isLegacy) await socket.SendToAsync(answer, sender, stoppingToken);
                else await SendAsync(socket, answer, address, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                // A network that has gone; the others are there.
                LogFault(exception.Message);
                await Task.Delay(FaultPause, CancellationToken.None);
            }
        }
    }

    private async Task SendAsync(Socket socket, byte[] message, IPAddress network, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, network.GetAddressBytes());
            await socket.SendToAsync(message, new IPEndPoint(Group, Port), cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static ushort IdOf(ReadOnlySpan<byte> query) => (ushort)((query[0] << 8) | query[1]);

    [LoggerMessage(314, LogLevel.Information, "Announcing Wyoming in the networks of {Addresses}")]
    private partial void LogAnnouncing(string addresses);

    [LoggerMessage(315, LogLevel.Warning, "Wyoming is not announced ({Reason}): name this server's address where it is looked for")]
    private partial void LogNotAnnounced(string reason);

    [LoggerMessage(316, LogLevel.Debug, "A message of multicast DNS got lost: {Reason}")]
    private partial void LogFault(string reason);
}
