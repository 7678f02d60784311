using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hansard.Server.Tests.ModelDownloads;

/// <summary>
/// An HTTP server on the loopback address that does with each request what a test says, breaking the connection included.
/// </summary>
internal sealed class FlakyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Answer> _behaviour;
    private readonly Task _serving;

    /// <param name="behaviour">Gives the answer to a request, which says how many there were before.</param>
    public FlakyServer(Func<Request, Answer> behaviour)
    {
        _behaviour = behaviour;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Requests so far.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>Address of the server.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <param name="Number">Requests before this one.</param>
    /// <param name="Path">With a slash in front.</param>
    /// <param name="From">First byte that is asked for; null: the whole file.</param>
    /// <param name="IfRange">The version the range is to be of.</param>
    /// <param name="Authorization">The key that was sent; null: none.</param>
    public sealed record Request(int Number, string Path, int? From, string? IfRange, string? Authorization = null);

    /// <param name="Status">Of the response.</param>
    /// <param name="Headers">Lines.</param>
    /// <param name="Body">Bytes.</param>
    /// <param name="BreakAfter">Close the connection after that many bytes of the body; null: never.</param>
    /// <param name="StallAfter">Say nothing more after that many bytes; null: never.</param>
    public sealed record Answer(int Status, string[] Headers, byte[] Body, int? BreakAfter = null, int? StallAfter = null);

    /// <summary>An honest answer to a request.</summary>
    public static Answer File(Request request, byte[] content, string? tag, int? breakAfter = null)
    {
        string[] tags = tag is null ? [] : [$"ETag: {tag}"];
        return request.From is { } from && (request.IfRange is null || request.IfRange == tag)
            ? new Answer(206, [.. tags, $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}"], content[from..], breakAfter)
            : new Answer(200, tags, content, breakAfter);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException
                or ObjectDisposedException)
            {
                // The client went away, as it may, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_stop.Token))?.Split(' ')[1] ?? throw new IOException("No request.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();

        var from = headers.GetValueOrDefault("Range") is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-')) : (int?)null;
        var request = new Request(
            Requests.Count, path, from, headers.GetValueOrDefault("If-Range"), headers.GetValueOrDefault("Authorization"));
        Requests.Add(request);
        var answer = _behaviour(request);
        var head = $"HTTP/1.1 {answer.Status} Whatever\r\n{string.Concat(answer.Headers.Select(header => header + "\r\n"))}"
            + $"Content-Length: {answer.Body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(answer.Body.AsMemory(0, answer.BreakAfter ?? answer.StallAfter ?? answer.Body.Length), _stop.Token);
        if (answer.StallAfter is not null) await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}
