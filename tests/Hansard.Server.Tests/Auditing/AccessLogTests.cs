using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Hansard.Server.Auditing;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Administration;
using Hansard.Server.Tests.Doors.Mcp;
using Hansard.Server.Tests.Doors.OpenAi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Auditing;

/// <summary>The record of who did what, over the doors of the server.</summary>
public sealed class AccessLogTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private TestServer Server => shared.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_exporting_changing_and_deleting_are_noted_with_key_address_and_thing_and_no_text()
    {
        var job = await Server.EndAsync(await Server.TranscribeAsync("a secret said"));
        var id = job.String("id");
        for (var i = 0; i < 3; i++) await Server.GetAsync($"/v1/transcriptions/{id}/transcript");
        await Server.Client.GetStringAsync($"/v1/transcriptions/{id}/transcript?format=srt", Cancellation);
        using (await Server.Client.PatchAsync($"/v1/transcriptions/{id}", JsonContent.Create(new { notes = "secret" }), Cancellation)) { }
        using (var none = await Server.Client.GetAsync($"/v1/transcriptions/{Guid.NewGuid()}/transcript", Cancellation))
            Assert.Equal(404, (int)none.StatusCode);
        using (await Server.Client.DeleteAsync($"/v1/transcriptions/{id}", Cancellation)) { }

        var entries = await EntriesAsync($"resource_id={id}", 5);
        Assert.Equal(
            ["create transcription", "read transcript", "export transcript", "change transcription", "delete transcription"],
            entries.OrderBy(entry => entry.String("time")).ThenBy(entry => entry.String("action")).Select(Deed));
        Assert.All(entries, entry =>
        {
            Assert.Equal(
                ("default", "HANSARD_API_KEY", "127.0.0.1", "api"),
                (entry.String("project"), entry.String("key_name"), entry.String("address"), entry.String("door")));
            Assert.NotEqual(JsonValueKind.Null, entry.GetProperty("key_id").ValueKind);
        });
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(entries), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestServer.Key, JsonSerializer.Serialize(entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_is_in_the_database_before_it_is_answered()
    {
        var file = (await Server.UploadAsync("to go")).String("id");
        using (await Server.Client.DeleteAsync($"/v1/files/{file}", Cancellation)) { }
        Assert.Equal(1, Server.Host.Services.GetRequiredService<ISqlDatabase>().Read(c => c.ExecuteScalar<long>(
            "SELECT count(*) FROM access_log WHERE action = 'delete' AND resource_id = @file", new { file })));
    }

    [Fact]
    public async Task Whoever_follows_a_link_is_noted_by_the_link_and_withdrawing_it_too()
    {
        var id = (await Server.EndAsync(await Server.TranscribeAsync("shown"))).String("id");
        JsonElement share;
        using (var made = await Server.PostAsync($"/v1/transcriptions/{id}/shares", """{"audio": true}"""))
            share = await Answer.OkAsync(made, 201);
        using var anyone = Server.NewClient(null);
        anyone.DefaultRequestHeaders.Add("X-Hansard-Share", share.String("url").Split('#')[1]);
        var shown = await Server.GetAsync("/v1/shared", anyone);
        await anyone.GetStringAsync(shown.String("audio_url"), Cancellation);
        using (await Server.Client.DeleteAsync($"/v1/shares/{share.String("id")}", Cancellation)) { }

        var followed = (await EntriesAsync($"resource_id={id}", 4)).Where(entry => entry.String("door") == "link").ToList();
        Assert.Equal(["read recording", "read transcript"], followed.Select(Deed).Order());
        Assert.All(followed, entry =>
        {
            Assert.Equal((share.String("id"), "default"), (entry.String("share_id"), entry.String("project")));
            Assert.Equal(JsonValueKind.Null, entry.GetProperty("key_id").ValueKind);
        });
        Assert.Equal("delete share", Deed(Assert.Single(await EntriesAsync($"resource_id={share.String("id")}", 1))));
    }

    [Fact]
    public async Task Other_doors_are_noted_too()
    {
        var id = (await Server.EndAsync(await Server.TranscribeAsync("for an assistant"))).String("id");
        await using (var assistant = await McpServer.ConnectAsync(Server, TestServer.Key))
        {
            foreach (var (tool, arguments) in (IEnumerable<(string, Dictionary<string, object?>)>)
                [
                    ("read", new() { ["id"] = id }), ("export", new() { ["id"] = id, ["format"] = "srt" }),
                    ("search", new() { ["query"] = "assistant" }),
                ])
                await assistant.CallToolAsync(tool, arguments, cancellationToken: Cancellation);
        }

        using (var form = new MultipartFormDataContent
        {
            { new ByteArrayContent("said"u8.ToArray()), "file", "a.wav" }, { new StringContent("whisper-1"), "model" },
        })
        using (var answer = await Server.Client.PostAsync("/v1/audio/transcriptions", form, Cancellation)) answer.EnsureSuccessStatusCode();
        using (var key = await Server.PostAsync(
            "/v1/auth/temporary-api-key", """{"usage_type": "transcribe_websocket", "expires_in_seconds": 60}"""))
            await Answer.OkAsync(key, 201);

        var read = (await EntriesAsync($"resource_id={id}", 3)).Where(entry => entry.String("door") == "mcp");
        Assert.Equal(["export transcript", "read transcript"], read.Select(Deed).Order());
        Assert.Contains(
            await EntriesAsync("action=read", 2), entry => (entry.String("door"), Deed(entry)) == ("mcp", "read search"));
        var made = await EntriesAsync("action=create", 3);
        Assert.Contains(made, entry => (entry.String("door"), Deed(entry)) == ("openai", "create transcript"));
        Assert.Contains(made, entry => (entry.String("door"), Deed(entry)) == ("api", "create key"));
    }

    [Fact]
    public async Task Deeds_of_administrators_are_noted_with_the_project_that_they_are_about()
    {
        using var administrator = await AdministrationTests.AdministratorAsync(Server);
        using var added = await administrator.PostAsJsonAsync("/v1/admin/projects", new { name = "archive" }, Cancellation);
        var project = (await Answer.OkAsync(added, 201)).String("id");
        using var made = await administrator.PostAsJsonAsync($"/v1/admin/projects/{project}/keys", new { name = "of it" }, Cancellation);
        var key = (await Answer.OkAsync(made, 201)).String("id");
        using (await administrator.DeleteAsync($"/v1/admin/projects/{project}/keys/{key}", Cancellation)) { }

        var entries = await EntriesAsync("", 3, "archive");
        Assert.Equal(
            [("create key", key), ("create project", project), ("delete key", key)],
            entries.Select(entry => (Deed(entry), entry.String("resource_id"))).OrderBy(entry => entry.Item1));
    }

    [Fact]
    public async Task Administrators_read_it_page_by_page_and_a_wrong_filter_is_told()
    {
        for (var i = 0; i < 3; i++)
        {
            var file = (await Server.UploadAsync("one of three")).String("id");
            await EntriesAsync($"resource_id={file}", 1);
        }

        using var administrator = await AdministrationTests.AdministratorAsync(Server);
        var first = await Server.GetAsync("/v1/admin/access-log?action=create&project=default&limit=2", administrator);
        var next = await Server.GetAsync(
            $"/v1/admin/access-log?action=create&project=default&limit=1&cursor={first.String("next_page_cursor")}", administrator);
        var times = first.GetProperty("entries").EnumerateArray().Concat(next.GetProperty("entries").EnumerateArray())
            .Select(entry => entry.String("resource_id")).ToList();
        Assert.Equal(3, times.Distinct().Count());
        foreach (var wrong in (string[])["action=look", "start_time=yesterday-ish"])
            using (var refused = await administrator.GetAsync($"/v1/admin/access-log?{wrong}", Cancellation))
                await Answer.ErrorAsync(refused, 400, "invalid_request");
        var none = await Server.GetAsync("/v1/admin/access-log?end_time=2020-01-01", administrator);
        Assert.Equal(0, none.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Nothing_is_noted_where_it_is_switched_off()
    {
        await using var server = await TestServer.StartAsync(options => options.AccessLog.Keep = TimeSpan.Zero);
        var file = (await server.UploadAsync("unseen")).String("id");
        using (await server.Client.DeleteAsync($"/v1/files/{file}", Cancellation)) { }
        await server.Host.Services.GetRequiredService<AccessLog>().StopAsync(Cancellation);
        Assert.Equal(0, server.Host.Services.GetRequiredService<ISqlDatabase>().Read(
            c => c.ExecuteScalar<long>("SELECT count(*) FROM access_log")));
    }

    [Fact]
    public async Task Every_call_that_changes_something_is_noted_or_named_as_one_that_is_not_and_every_rule_is_of_a_call()
    {
        await using var server = await TestServer.StartAsync(options => options.Doors.WhisperAsr.Enabled = true);
        var calls = server.Host.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => AccessRules.Call(method, route.RoutePattern.RawText!)))
            .ToHashSet();
        var unknown = calls.Where(call => !call.StartsWith("GET ", StringComparison.Ordinal))
            .Where(call => AccessRules.Of(call) is null && !AccessRules.Unnoted.Contains(call));
        Assert.True(!unknown.Any(), $"No rule and no exemption: {string.Join(", ", unknown)}");
        Assert.All(AccessRules.Calls.Concat(AccessRules.Unnoted), call => Assert.Contains(call, calls));
    }

    private static string Deed(JsonElement entry) => $"{entry.String("action")} {entry.String("resource")}";

    // They are written a moment after the answer.
    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string query, int count, string project = "default")
    {
        using var administrator = await AdministrationTests.AdministratorAsync(Server);
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var answer = await Server.GetAsync($"/v1/admin/access-log?project={project}&{query}", administrator);
            List<JsonElement> entries = [.. answer.GetProperty("entries").EnumerateArray()];
            if (entries.Count >= count) return entries;
            Assert.True(DateTime.UtcNow < deadline, $"{entries.Count} entries came instead of {count}: {answer}");
            await Task.Delay(50, Cancellation);
        }
    }
}
