using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hansard.Resilience.Buckets;

/// <summary>Passes connections on to another server, and does to some of them what networks and overloaded servers do.</summary>
internal sealed class FaultyLink : IAsyncDisposable
{
    // Of connections while a fault is on: what is tried again may succeed.
    private const double Share = 0.5;

    private static readonly string[] Errors =
    [
        Error("500 Internal Server Error", "InternalError"), Error("503 Slow Down", "SlowDown"),
        Error("503 Service Unavailable", "ServiceUnavailable"),
    ];

    private static readonly TimeSpan UntilDropped = TimeSpan.FromMilliseconds(200);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Random _random;
    private readonly Uri _target;
    private readonly Task _accepting;
    private int _struck;

    /// <summary>Begins, without a fault.</summary>
    /// <param name="target">The other server.</param>
    /// <param name="seed">Of what is done to which connection.</param>
    public FaultyLink(Uri target, int seed)
    {
        (_target, _random) = (target, new Random(seed));
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The address by which the other server is reached.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The fault of now, for connections that are made and those that are open.</summary>
    public LinkFault Fault { get; set; }

    /// <summary>Number of connections to which something was done.</summary>
    public int Struck => Volatile.Read(ref _struck);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private static string Error(string status, string code)
    {
        var body = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>Try again.</Message></Error>";
        return $"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, _end.Token);
            var passage = new Passage();
            await await Task.WhenAny(
                RequestsAsync(client, server.GetStream(), passage), AnswersAsync(server.GetStream(), client.GetStream(), passage));
            if (passage.IsHalf)
            {
                // The server of the tests empties an object when a request for it begins; S3 stores a whole one, or none. So the half comes
                // to its end there before its client can send the next.
                server.Client.Shutdown(SocketShutdown.Send);
                await Task.Delay(UntilDropped, _end.Token);
            }

            if (passage.IsCut) client.Client.Close(timeout: 0);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException
            or ObjectDisposedException)
        {
            // One of both has gone.
        }
    }

    // Whatever comes may be struck: a connection serves many requests.
    private async Task RequestsAsync(TcpClient client, NetworkStream server, Passage passage)
    {
        var buffer = new byte[1 << 14];
        while (await client.GetStream().ReadAsync(buffer, _end.Token) is var count and > 0)
        {
            var (fault, chance) = (Fault, Chance());
            if (fault is not LinkFault.None && chance < Share)
            {
                Interlocked.Increment(ref _struck);
                if (fault is LinkFault.Error)
                {
                    await FailAsync(client, Errors[(int)(chance / Share * Errors.Length)], buffer);
                    return;
                }

                count = passage.Strike(fault, chance / Share, count);
            }
            else
            {
                passage.Pause = TimeSpan.Zero;
            }

            await Task.Delay(passage.Pause, _end.Token);
            await server.WriteAsync(buffer.AsMemory(0, count), _end.Token);
            if (passage.IsCut) return;
        }
    }

    private async Task AnswersAsync(NetworkStream server, NetworkStream client, Passage passage)
    {
        var buffer = new byte[1 << 14];
        while (await server.ReadAsync(buffer, _end.Token) is var count and > 0)
        {
            await Task.Delay(passage.Pause, _end.Token);
            await client.WriteAsync(buffer.AsMemory(0, passage.Answer(count)), _end.Token);
            if (passage.IsCut) return;
        }
    }

    // What is still sent is read, so that the answer is not lost with it.
    private async Task FailAsync(TcpClient client, string error, byte[] buffer)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(error), _end.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        while (await client.GetStream().ReadAsync(buffer, _end.Token) > 0) continue;
    }

    private double Chance()
    {
        lock (_random) return _random.NextDouble();
    }

    /// <summary>A connection, and what was done to it.</summary>
    private sealed class Passage
    {
        private int _answer = int.MaxValue;

        public bool IsCut { get; private set; }

        public bool IsHalf { get; private set; }

        public TimeSpan Pause { get; set; }

        /// <returns>Bytes of the request that pass.</returns>
        public int Strike(LinkFault fault, double chance, int count)
        {
            switch (fault)
            {
                case LinkFault.Slow:
                    Pause = TimeSpan.FromMilliseconds(20 + (chance * 300));
                    return count;

                // The request is whole, and its answer is not.
                case LinkFault.Cut when chance < 0.5:
                    _answer = (int)(chance * 2_000);
                    return count;
                default:
                    IsCut = true;
                    IsHalf = fault is LinkFault.Cut;
                    return fault is LinkFault.Cut ? (int)((chance - 0.5) * 2 * count) : 0;
            }
        }

        /// <returns>Bytes of the answer that pass.</returns>
        public int Answer(int count)
        {
            if (_answer == int.MaxValue) return count;
            var passes = Math.Min(count, _answer);
            _answer -= passes;
            IsCut = _answer == 0;
            return passes;
        }
    }
}
