using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Resilience.Input;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace Hansard.Resilience.Access;

/// <summary>
/// A real server, its system's own way of looking names up, and addresses of clients that lead into its network: under a tracer, it
/// connects to none of them.
/// </summary>
[Requires("strace")]
public sealed partial class AddressGuardTests(ResilienceReport report)
{
    private const string Rebind = "rebind.test";

    // Nothing is there (RFC 7535).
    private const string Public = "192.31.196.1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nothing_of_the_servers_network_is_connected_to_for_a_recording_a_redirect_or_a_webhook()
    {
        using var folder = new ScratchFolder();
        await using var trap = new Trap();
        await using var redirector = await LoopbackServer.StartAsync(RedirectAsync);

        // Two questions for a look-up: the first is told a public address, where nothing is, and whoever asks again is told another.
        var names = HostileUrls.Resolver().Answer(Rebind, [Public], [Public], ["127.0.0.1"]);
        await using var server53 = await ServerProcess.CanMountAsync() ? HostileNameServer.Start(names) : null;
        var trace = Path.Combine(folder.Path, "trace");
        using var server = new ServerProcess(
            $"AllowHosts:0={redirector.Authority}", "Log:Level=Information", "Limits:PendingTranscriptions=10000",
            "Webhooks:MaximumTries=1", "Fetch:ConnectTimeout=00:00:00.500", "Jobs:RetryDelay=00:00:00.020")
        {
            Through = [.. await NamesFromAsync(server53, folder), "strace", "-D", "-f", "-qq", "-e", "trace=connect", "-o", trace],
        };
        await server.StartAsync();
        using var client = server.NewClient();
        var file = await UploadAsync(client);
        var hostile = InwardAddresses.Of(trap.Port, server53 is null ? [] : [.. InwardAddresses.Names, Rebind]);
        List<string> faults = [];
        List<(string Url, string Id)> fetched = [], told = [];
        foreach (var url in hostile)
        {
            await CreateAsync(client, url, new() { ["audio_url"] = url }, fetched, faults);
            if (Uri.IsWellFormedUriString(url, UriKind.Absolute))
                await CreateAsync(client, url, new() { ["audio_url"] = RedirectTo(redirector, url) }, fetched, faults);
            await CreateAsync(client, url, new() { ["file_id"] = file, ["webhook_url"] = url }, told, faults);
            await CreateAsync(
                client, url, new() { ["file_id"] = file, ["webhook_url"] = RedirectTo(redirector, url) }, told, faults);
        }

        foreach (var (url, id) in fetched)
        {
            var ended = await EndAsync(client, id);
            var isRefused = ended.String("status") == "error" && ended.String("error_type") == "audio_url_failed";
            if (!isRefused || !IsClear(ended.String("error_message"))) faults.Add($"{url}: {ended}");
        }

        foreach (var (_, id) in told) await EndAsync(client, id);
        await GivenUpAsync(server, told.Select(webhook => webhook.Id), faults);
        foreach (var url in hostile.Where(url => url.Contains($":{trap.Port}", StringComparison.Ordinal)).Take(10))
            await TryAsync(client, url, faults);
        if (server53 is not null) Assert.True(names.Asked[Rebind] > 2, "The name was looked up once.");
        await server.StopAsync();
        if (trap.Connections > 0) faults.Add($"{trap.Connections} connections came to the trap.");
        var connections = ConnectionsOf(trace).ToList();
        var others = connections.Where(to => to != redirector.Authority && !to.StartsWith($"{Public}:", StringComparison.Ordinal));
        faults.AddRange(others.Select(to => $"It connected to {to}."));
        Assert.Contains(redirector.Authority, connections);
        Assert.True(redirector.Requests > hostile.Count, "No redirect was followed.");
        report.Add("Access", new ReportRow(
            "addresses that lead into the server's network", fetched.Count + told.Count, faults.Count, 0, TimeSpan.Zero,
            $"{hostile.Count} addresses{(server53 is null ? ", without names" : "")}, {redirector.Requests:N0} were asked for a redirect"));
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    private static Task RedirectAsync(HttpContext context)
    {
        context.Response.StatusCode = int.Parse(context.Request.Query["status"]!);
        context.Response.Headers.Location = context.Request.Query["to"];
        return Task.CompletedTask;
    }

    private static string RedirectTo(LoopbackServer redirector, string url)
    {
        int[] statuses = [301, 302, 303, 307, 308];
        return redirector.Url($"/?status={statuses[url.Length % statuses.Length]}&to={Uri.EscapeDataString(url)}").AbsoluteUri;
    }

    // In a namespace of its own, where another server is asked for names.
    private static async Task<string[]> NamesFromAsync(HostileNameServer? server, ScratchFolder folder)
    {
        if (server is null) return [];
        var file = Path.Combine(folder.Path, "resolv.conf");
        await File.WriteAllTextAsync(file, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
        return ["/usr/bin/unshare", "-rm", "sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"", file];
    }

    private static async Task<string> UploadAsync(HttpClient client)
    {
        using var form = new MultipartFormDataContent { { new StringContent("hello"), "file", "recording.wav" } };
        using var response = await client.PostAsync("/v1/files", form);
        return (await Answer.OkAsync(response, 201)).String("id");
    }

    // It is refused, or becomes a job.
    private static async Task CreateAsync(
        HttpClient client, string url, Dictionary<string, string> body, List<(string Url, string Id)> created, List<string> faults)
    {
        body["model"] = "stt-async-v5";
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/v1/transcriptions", content);
        if (response.StatusCode is HttpStatusCode.Created) created.Add((url, (await Answer.OkAsync(response, 201)).String("id")));
        else if (response.StatusCode is not HttpStatusCode.BadRequest) faults.Add($"{url}: {(int)response.StatusCode}");
        else await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    private static async Task<JsonElement> EndAsync(HttpClient client, string id)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var now = await Answer.OkAsync(await client.GetAsync($"/v1/transcriptions/{id}"), 200);
            if (now.String("status") is not ("queued" or "processing") || DateTime.UtcNow > end) return now;
        }
    }

    private static async Task GivenUpAsync(ServerProcess server, IEnumerable<string> ids, List<string> faults)
    {
        var left = ids.ToHashSet(StringComparer.Ordinal);
        for (var end = DateTime.UtcNow + Patience; left.Count > 0 && DateTime.UtcNow < end; await Task.Delay(100))
        {
            foreach (Match line in GivenUp().Matches(server.Log)) left.Remove(line.Groups["id"].Value);
        }

        faults.AddRange(left.Select(id => $"The webhook of {id} was not given up."));
        faults.AddRange(Delivered().Matches(server.Log).Select(line => line.Value));
    }

    private static async Task TryAsync(HttpClient client, string url, List<string> faults)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { webhook_url = url }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/v1/webhooks/test", content);
        if (response.StatusCode is HttpStatusCode.BadRequest) return;
        var outcome = await Answer.OkAsync(response, 200);
        if (outcome.GetProperty("delivered").GetBoolean() || !IsClear(outcome.String("failure"))) faults.Add($"{url}, tried: {outcome}");
    }

    private static bool IsClear(string? message)
        => message is { Length: > 20 } && !message.Contains("Exception", StringComparison.Ordinal)
            && !message.Contains("secret", StringComparison.Ordinal);

    // Names are looked up at port 53; a datagram's socket without a port is how the system's library compares addresses.
    private static IEnumerable<string> ConnectionsOf(string trace)
        => from line in File.ReadLines(trace)
           let to = InternetAddress().Match(line)
           where to.Success && to.Groups["port"].Value is not ("0" or "53")
           select $"{to.Groups["address"].Value}:{to.Groups["port"].Value}";

    [GeneratedRegex(@"htons\((?<port>\d+)\).*?""(?<address>[0-9a-f.:]+)""")]
    private static partial Regex InternetAddress();

    [GeneratedRegex("Webhook of job (?<id>[0-9a-f-]+) is given up")]
    private static partial Regex GivenUp();

    [GeneratedRegex("Webhook of job [0-9a-f-]+ delivered: .*")]
    private static partial Regex Delivered();
}
