using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Hansard.Resilience.Reports;

namespace Hansard.Resilience.Input.Http;

/// <summary>Bytes that are hardly HTTP: no request comes out of another one, and the connection ends.</summary>
public sealed partial class FramedRequestTests(ResilienceReport report)
{
    [Fact]
    public Task No_request_is_smuggled_and_every_connection_ends() => TryAsync(isLong: false);

    [Fact(Explicit = true)]
    public Task No_request_is_smuggled_and_every_connection_ends_by_the_thousand() => TryAsync(isLong: true);

    private async Task TryAsync(bool isLong)
    {
        var run = InputRun.Of("framing of HTTP and forms", isLong, 400, 20_000);
        await using var server = await HttpInputServer.StartAsync(TimeSpan.FromSeconds(2));
        var requests = new FramedRequests(server.Key);
        await run.TryAllAsync(32, async input =>
        {
            var request = requests.Make(input);
            input.Sent = $"{request.Name}\n{RequestMaker.Printable(request.Bytes)}";
            var answers = await SendAsync(server.Server.Host.Address, request.Bytes);
            Check(request, answers);
            return request.Name;
        });
        run.End(report, await server.CheckAsync(run));
    }

    private static void Check(FramedRequest request, string answers)
    {
        var statuses = Status().Matches(answers).Select(match => match.Groups[1].Value).Where(status => status != "100").ToList();
        Assert.True(statuses.Count <= request.Answers, $"There are {statuses.Count} answers:\n{answers}");
        Assert.All(statuses, status => Assert.True(status[0] is '2' or '3' or '4' || status is "505", $"It answered {answers}"));
        Assert.DoesNotContain(FramedRequests.Smuggled, answers, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\bat Hansard\.|\bat System\.|\b[A-Z]\w+Exception\b", answers);

        // All but what is wrong before the first line has ended, which no client reads as HTTP.
        if (statuses.Count > 0 && statuses[0][0] == '4') Assert.Matches("\"(message|detail)\"|text/plain", answers);
    }

    private static async Task<string> SendAsync(Uri server, byte[] bytes)
    {
        using var client = new TcpClient { NoDelay = true };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(InputRun.Patience);
        await client.ConnectAsync(server.Host, server.Port, late.Token);
        var stream = client.GetStream();
        var sending = WriteAsync(stream, bytes, late.Token);
        var answers = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answers, late.Token);
        }
        catch (IOException)
        {
            // Reset.
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server keeps the connection open, after {Encoding.Latin1.GetString(answers.ToArray())}");
        }
        client.Close();
        await sending;
        return Encoding.UTF8.GetString(answers.ToArray());
    }

    private static async Task WriteAsync(NetworkStream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The server has had enough.
        }
    }

    [GeneratedRegex("^HTTP/1\\.[01] (\\d{3})", RegexOptions.Multiline)]
    private static partial Regex Status();
}
