using System.Diagnostics;
using System.Text.Json;
using Hansard.Resilience.Input.Http;
using Hansard.Resilience.Reports;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Resilience.Access;

/// <summary>Every route of the server, asked by everybody who may not, about what is there and what is not.</summary>
public sealed class AccessMatrixTests(ResilienceReport report)
{
    // Of the recordings that only their own project may see.
    private const string Secret = "hello number";

    // What anybody may ask; what it answers without a key, a link or a signature is nothing of a project's.
    private static readonly string[] Open =
    [
        "GET /", "HEAD /", "GET /app/assets/{**name}", "HEAD /app/assets/{**name}", "GET /app/config.json", "HEAD /app/config.json",
        "GET /app/{**view}", "HEAD /app/{**view}", "GET /docs", "GET /docs/clients", "GET /docs/clients.js", "GET /docs/docs.css",
        "GET /docs/docs.js", "GET /docs/errors", "HEAD /docs/errors", "GET /docs/errors/{type}", "HEAD /docs/errors/{type}",
        "GET /healthz", "HEAD /healthz", "GET /readyz", "HEAD /readyz", "GET /metrics", "GET /openapi/{documentName}.json", "GET /status",

        // Sessions say who they are in their first message, links in a header; these are other methods of calls that want a key.
        "GET /transcribe-websocket", "GET /v1/realtime", "GET /v1/shared", "GET /asr", "GET /detect-language",
    ];

    private static readonly (string Template, string Body)[] NamingInTheBody =
    [
        ("/v1/transcriptions", """{"model": "stt-async-v5", "file_id": "ID"}"""),
        ("/v1/alignments", """{"model": "stt-async-v5", "file_id": "ID", "text": "hello"}"""),
        ("/v1/known-speakers", """{"name": "Stolen", "file_id": "ID"}"""),
        ("/v1/known-speakers", """{"name": "Stolen", "transcription_id": "ID", "speaker": "1"}"""),
    ];

    [Fact]
    public async Task Nobody_sees_changes_or_finds_out_what_is_anothers()
    {
        var watch = Stopwatch.StartNew();
        await using var started = await HttpInputServer.StartAsync();
        var server = started.Server;
        var before = await StateAsync(server);
        using var client = server.NewClient(null);
        var routes = Route.All(server.Host.Services.GetRequiredService<IEnumerable<EndpointDataSource>>());
        var strangers = await StrangersAsync(server);
        var neighbour = Identity.OfKey(
            "other project's key", await server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("neighbour", "test"));
        List<string> leaks = [];
        List<string> open = [];
        var asked = 0;
        foreach (var route in routes)
        {
            var there = started.Things.Latest(route.Template.Split("/{id}")[0]) ?? Guid.CreateVersion7().ToString();
            var missing = Guid.CreateVersion7().ToString();
            foreach (var identity in strangers)
            {
                var (first, second) = (
                    await Reply.OfAsync(client, identity, route, there), await Reply.OfAsync(client, identity, route, missing));
                asked += 2;
                Compare(route, identity, first.Without(there), second.Without(missing), leaks);
                if (first.Status is 401 or 403) continue;
                if (identity == strangers[0]) open.Add($"{route.Method} {route.Template}");
            }

            var (own, none) = (
                await Reply.OfAsync(client, neighbour, route, there), await Reply.OfAsync(client, neighbour, route, missing));
            asked += 2;
            Compare(route, neighbour, own.Without(there), none.Without(missing), leaks);
            if (route.Template.StartsWith("/v1/admin", StringComparison.Ordinal) && own.Status != 403)
                leaks.Add($"{route} is answered {own.Status} to the key of a project.");
        }

        foreach (var (template, body) in NamingInTheBody)
        {
            var route = new Route("POST", template);
            var kind = body.Contains("file_id", StringComparison.Ordinal) ? "/v1/files" : "/v1/transcriptions";
            var (there, missing) = (started.Things.Latest(kind)!, Guid.CreateVersion7().ToString());
            var (own, none) = (
                await Reply.OfAsync(client, neighbour, route, "", body.Replace("ID", there, StringComparison.Ordinal)),
                await Reply.OfAsync(client, neighbour, route, "", body.Replace("ID", missing, StringComparison.Ordinal)));
            asked += 2;
            Compare(route, neighbour, own.Without(there), none.Without(missing), leaks);
            if (own.Status < 400) leaks.Add($"{route} takes another project's {kind}.");
        }

        if (await StateAsync(server) is var after && after != before) leaks.Add($"Before: {before}\nafter: {after}");
        report.Add("Access", new ReportRow(
            $"{routes.Count} routes by {strangers.Count + 1} identities, about what is there and what is not", asked, leaks.Count, 0,
            watch.Elapsed, $"{open.Count} routes answer anybody"));
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Take(30)));
        Assert.Equal(Open.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    private static void Compare(Route route, Identity identity, Reply there, Reply missing, List<string> leaks)
    {
        if (there.Text.Contains(Secret, StringComparison.Ordinal)) leaks.Add($"{route} tells {identity.Name}: {there.Text}");

        // Of what it makes for whoever asks, each is another.
        if (there != missing && (route.HasId || there.Status >= 400))
            leaks.Add($"{route} by {identity.Name}: {there} but {missing}");
    }

    private static async Task<IReadOnlyList<Identity>> StrangersAsync(TestServer server)
    {
        var projects = server.Host.Services.GetRequiredService<IProjectStore>();
        var revoked = await projects.CreateKeyAsync("default", "revoked");
        await projects.RevokeAsync(projects.Keys().Single(key => key.Name == "revoked").Id);

        using var made = await server.PostAsync(
            "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 600}""");
        var temporary = (await Answer.OkAsync(made, 201)).String("api_key");
        var job = (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions")[0].String("id");
        using var shared = await server.PostAsync($"/v1/transcriptions/{job}/shares", "{}");
        var link = (await Answer.OkAsync(shared, 201)).String("url").Split('#')[1];
        return
        [
            new Identity("nobody"),
            Identity.OfKey("wrong key", "hsd_0123456789abcdefghijklmnopqrstuvwxyz"),
            Identity.OfKey("no key", ""),
            new Identity("other scheme", ("Authorization", "Basic ZGVmYXVsdDphLWtleS1mb3ItdGVzdHMtMDEyMzQ1Njc4OQ==")),
            Identity.OfKey("revoked key", revoked),
            Identity.OfKey("temporary key", temporary),
            Identity.OfKey("secret of a link", link),
        ];
    }

    // All that the project has, to the letter.
    private static async Task<string> StateAsync(TestServer server)
    {
        var all = new List<string>();
        foreach (var path in (string[])["/v1/files", "/v1/transcriptions", "/v1/known-speakers", "/v1/vocabulary"])
            all.Add((await server.GetAsync(path)).GetRawText());
        foreach (var job in (await server.GetAsync("/v1/transcriptions")).GetProperty("transcriptions").EnumerateArray())
            all.Add((await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript?revision=latest")).GetRawText());
        return JsonSerializer.Serialize(all);
    }
}
