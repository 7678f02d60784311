using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hansard.Server.Tests.Outbound;

namespace Hansard.Resilience.Access;

/// <summary>
/// A name server (RFC 1035) of an attacker's, on port 53 of the loopback address: it points names where they should not lead.
/// </summary>
internal sealed class HostileNameServer : IAsyncDisposable
{
    private const int HeaderLength = 12;
    private const ushort TypeA = 1;
    private const ushort TypeAaaa = 28;

    private readonly Socket _socket;
    private readonly ScriptedResolver _names;
    private readonly Task _answering;

    private HostileNameServer(Socket socket, ScriptedResolver names)
    {
        (_socket, _names) = (socket, names);
        _answering = Task.Run(AnswerAsync);
    }

    /// <summary>Starts it.</summary>
    /// <param name="names">Its names.</param>
    /// <returns>Null where this user may not have the port, or another program has it.</returns>
    public static HostileNameServer? Start(ScriptedResolver names)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 53));
            return new HostileNameServer(socket, names);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _answering;
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[1 << 12];
        while (true)
        {
            try
            {
                var query = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                await _socket.SendToAsync(await AnswerAsync(buffer.AsMemory(0, query.ReceivedBytes)), query.RemoteEndPoint);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> query)
    {
        var (name, end) = NameOf(query.Span);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query.Span[end..]);
        IReadOnlyList<IPAddress> addresses;
        var known = true;
        try
        {
            addresses = await _names.ResolveAsync(name, "", CancellationToken.None);
        }
        catch (SocketException)
        {
            (addresses, known) = ([], false);
        }

        var wanted = type switch
        {
            TypeA => addresses.Where(address => address.AddressFamily is AddressFamily.InterNetwork).ToList(),
            TypeAaaa => addresses.Where(address => address.AddressFamily is AddressFamily.InterNetworkV6).ToList(),
            _ => [],
        };
        var answer = new List<byte>(query[..(end + 4)].ToArray());

        // An answer, with recursion; 3: there is no such name.
        (answer[2], answer[3]) = (0x81, (byte)(known ? 0x80 : 0x83));
        (answer[6], answer[7], answer[8], answer[9], answer[10], answer[11]) = (0, (byte)wanted.Count, 0, 0, 0, 0);
        foreach (var address in wanted)
        {
            var bytes = address.GetAddressBytes();

            // The name of the question; type, class, no time to be kept, length.
            answer.AddRange([0xC0, HeaderLength, 0, (byte)type, 0, 1, 0, 0, 0, 0, 0, (byte)bytes.Length, .. bytes]);
        }

        return [.. answer];
    }

    private static (string Name, int End) NameOf(ReadOnlySpan<byte> query)
    {
        List<string> labels = [];
        var at = HeaderLength;
        for (; query[at] > 0; at += query[at] + 1) labels.Add(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
        return (string.Join('.', labels), at + 1);
    }
}
