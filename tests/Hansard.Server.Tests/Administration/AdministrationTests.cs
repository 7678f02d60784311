using System.Net;
using System.Text.Json;
using Hansard.Server.Http;
using Hansard.Server.Projects;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Administration;

public sealed class AdministrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_about_the_server_is_refused_to_the_key_of_a_project_and_does_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var routes = server.Host.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/v1/admin", StringComparison.Ordinal))
            .ToList();
        Assert.True(routes.Count >= 11, $"only {routes.Count} routes were found");
        Assert.All(routes, route => Assert.NotNull(route.Metadata.GetMetadata<AdministratorsOnly>()));
        var project = server.Host.Services.GetRequiredService<IProjectStore>().Find(Project.Default)!.Id;
        foreach (var route in routes)
        {
            var path = route.RoutePattern.RawText!.Replace("{id}", project).Replace("{key}", project).Replace("{name}", "whisper-small");
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (method == "POST") request.Content = new StringContent("""{"name": "mine", "admin": true}""", null, "application/json");
                using var response = await server.Client.SendAsync(request, Cancellation);
                await Answer.ErrorAsync(response, 403, "permission_denied");
            }
        }

        Assert.Single(server.Host.Services.GetRequiredService<IProjectStore>().Keys());
        using var nobody = server.NewClient(null);
        using var refused = await nobody.GetAsync("/v1/admin/projects", Cancellation);
        await Answer.ErrorAsync(refused, 401, "unauthenticated");
    }

    [Fact]
    public async Task An_account_tells_the_project_and_the_rights_of_its_key()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await AdministratorAsync(server);
        var account = await server.GetAsync("/v1/account");
        Assert.Equal("default", account.String("project"));
        Assert.Equal("HANSARD_API_KEY", account.String("key_name"));
        Assert.False(account.GetProperty("administrator").GetBoolean());
        Assert.Matches(@"^\d+\.\d+\.\d+$", account.String("version"));
        Assert.True((await server.GetAsync("/v1/account", administrator)).GetProperty("administrator").GetBoolean());
    }

    [Fact]
    public async Task An_administrator_makes_a_project_and_keys_that_open_it_until_they_are_revoked()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await AdministratorAsync(server);
        var project = await PostAsync(server, administrator, "/v1/admin/projects", """{"name": " newsroom "}""", 201);
        Assert.Equal("newsroom", project.String("name"));
        using (var again = await server.PostAsync("/v1/admin/projects", """{"name": "newsroom"}""", administrator))
            await Answer.ErrorAsync(again, 409, "administration_conflict");

        var keys = $"/v1/admin/projects/{project.String("id")}/keys";
        var made = await PostAsync(server, administrator, keys, """{"name": "<b>import</b>"}""", 201);
        using var client = server.NewClient(made.String("key"));
        await server.UploadAsync("hello", client: client);

        // An administrator's key opens its own project, and no other's files.
        Assert.Empty((await server.GetAsync("/v1/files", administrator)).GetProperty("files").EnumerateArray());
        var listed = (await server.GetAsync("/v1/admin/projects", administrator)).GetProperty("projects").EnumerateArray()
            .Single(entry => entry.String("name") == "newsroom");
        Assert.Equal(
            (1, 1, 5, 0),
            (Number(listed, "keys"), Number(listed, "files"), Number(listed, "bytes"), Number(listed, "transcriptions")));

        var shown = Assert.Single((await server.GetAsync(keys, administrator)).GetProperty("keys").EnumerateArray());
        Assert.Equal("<b>import</b>", shown.String("name"));
        Assert.False(shown.TryGetProperty("key", out _));
        Assert.NotEqual(JsonValueKind.Null, shown.GetProperty("last_used_at").ValueKind);
        using (var revoked = await administrator.DeleteAsync($"{keys}/{shown.String("id")}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using (var refused = await client.GetAsync("/v1/files", Cancellation)) await Answer.ErrorAsync(refused, 401, "unauthenticated");
        using (var second = await administrator.DeleteAsync($"{keys}/{shown.String("id")}", Cancellation))
            await Answer.ErrorAsync(second, 404, "not_found");
    }

    [Theory]
    [InlineData("/v1/admin/projects", "{}")]
    [InlineData("/v1/admin/projects", """{"name": "  "}""")]
    [InlineData("/v1/admin/projects", """{"name": "a\u0007b"}""")]
    [InlineData("/v1/admin/projects", """{"name": 5}""")]
    [InlineData("/v1/admin/projects/{id}/keys", """{"name": "x", "admin": "yes"}""")]
    public async Task What_is_no_name_is_refused(string path, string body)
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await AdministratorAsync(server);
        var id = server.Host.Services.GetRequiredService<IProjectStore>().Find(Project.Default)!.Id;
        using var response = await server.PostAsync(path.Replace("{id}", id), body, administrator);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    [Fact]
    public async Task Keys_of_a_project_that_there_is_not_are_neither_listed_nor_made_nor_revoked_by_way_of_another_s()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await AdministratorAsync(server);
        var store = server.Host.Services.GetRequiredService<IProjectStore>();
        var other = await store.GetOrCreateAsync("other", Cancellation);
        foreach (var id in (string[])["x", Guid.NewGuid().ToString()])
        {
            using var list = await administrator.GetAsync($"/v1/admin/projects/{id}/keys", Cancellation);
            await Answer.ErrorAsync(list, 404, "not_found");
            using var made = await server.PostAsync($"/v1/admin/projects/{id}/keys", """{"name": "x"}""", administrator);
            await Answer.ErrorAsync(made, 404, "not_found");
        }

        var key = store.Keys().Single(entry => !entry.IsAdmin).Id;
        using var revoked = await administrator.DeleteAsync($"/v1/admin/projects/{other.Id}/keys/{key}", Cancellation);
        await Answer.ErrorAsync(revoked, 404, "not_found");
        await server.GetAsync("/v1/files");
    }

    [Fact]
    public async Task The_last_administrator_s_key_is_revoked_only_when_that_is_said()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await AdministratorAsync(server);
        var store = server.Host.Services.GetRequiredService<IProjectStore>();
        var keys = $"/v1/admin/projects/{store.Find("operators")!.Id}/keys";
        var second = await PostAsync(server, administrator, keys, """{"name": "second", "admin": true}""", 201);
        using (var one = await administrator.DeleteAsync($"{keys}/{second.String("id")}", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, one.StatusCode);

        var own = (await server.GetAsync(keys, administrator)).GetProperty("keys").EnumerateArray()
            .Single(key => key.GetProperty("current").GetBoolean()).String("id");
        using (var last = await administrator.DeleteAsync($"{keys}/{own}", Cancellation))
            await Answer.ErrorAsync(last, 409, "administration_conflict");
        await server.GetAsync("/v1/admin/projects", administrator);
        using (var forced = await administrator.DeleteAsync($"{keys}/{own}?force=true", Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, forced.StatusCode);
        using var gone = await administrator.GetAsync("/v1/admin/projects", Cancellation);
        await Answer.ErrorAsync(gone, 401, "unauthenticated");
    }

    [Fact]
    public async Task Without_keys_the_machine_itself_administers_the_server_and_nobody_by_way_of_a_proxy()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null));
        using var client = server.NewClient(null);
        await server.GetAsync("/v1/admin/projects", client);
        Assert.True((await server.GetAsync("/v1/account", client)).GetProperty("administrator").GetBoolean());

        foreach (var header in (string[])["X-Forwarded-For", "Forwarded", "X-Real-IP"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/admin/projects") { Headers = { { header, "203.0.113.7" } } };
            using var refused = await client.SendAsync(request, Cancellation);
            await Answer.ErrorAsync(refused, 403, "permission_denied");
        }
    }

    [Fact]
    public async Task The_last_use_of_a_key_outlives_the_server()
    {
        var former = await TestServer.StartAsync();
        await former.GetAsync("/v1/files");
        await using var server = await TestServer.StartAsync(data: await former.StopAndKeepDataAsync());
        var used = server.Host.Services.GetRequiredService<IProjectStore>().Keys().Single().LastUsedAt;
        Assert.InRange(used ?? 0, DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds(), long.MaxValue);
    }

    [Fact]
    public async Task Storage_workers_and_retention_are_shown_as_they_are_without_the_names_of_recordings()
    {
        await using var server = await TestServer.StartAsync(options => options.Retention.Files = TimeSpan.FromDays(30));
        using var administrator = await AdministratorAsync(server);
        using var other = await server.NewProjectAsync("newsroom");
        var file = await server.UploadAsync("wait here", "secret interview.wav", other);
        var job = await server.WaitAsync(await server.CreateAsync(file.String("id"), other), "processing", other);
        await server.TranscribeAsync("next", other);

        var workers = await server.GetAsync("/v1/admin/workers", administrator);
        Assert.Equal((1, 1, 0), (Number(workers, "workers"), Number(workers, "queued"), Number(workers, "downloading")));
        var running = Assert.Single(workers.GetProperty("running").EnumerateArray());
        Assert.Equal((job.String("id"), "newsroom"), (running.String("transcription_id"), running.String("project")));
        Assert.NotNull(workers.String("oldest_queued_at"));
        Assert.DoesNotContain("secret", workers.GetRawText(), StringComparison.Ordinal);

        var nodes = await server.GetAsync("/v1/admin/nodes", administrator);
        var node = Assert.Single(nodes.GetProperty("nodes").EnumerateArray());
        Assert.Equal(("all", "active", 1), (node.String("role"), node.String("status"), Number(node, "workers")));
        Assert.Equal(JsonValueKind.Null, node.GetProperty("address").ValueKind);
        Assert.True(node.GetProperty("current").GetBoolean() && Number(node, "memory_bytes") > 0);
        Assert.Equal(["whisper-base"], node.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
        Assert.Equal(job.String("id"), Assert.Single(node.GetProperty("running").EnumerateArray()).String("transcription_id"));
        Assert.Empty(nodes.GetProperty("elsewhere").EnumerateArray());
        var waiting = Assert.Single(nodes.GetProperty("waiting").EnumerateArray());
        Assert.Equal(("newsroom", 1, 1), (waiting.String("project"), Number(waiting, "jobs"), Number(nodes, "waiting_jobs")));
        Assert.True(nodes.GetProperty("waiting_seconds").GetDouble() > 0, nodes.GetRawText());
        Assert.DoesNotContain("secret", nodes.GetRawText(), StringComparison.Ordinal);

        var storage = await server.GetAsync("/v1/admin/storage", administrator);
        Assert.Equal(13, Number(storage, "recordings_bytes"));
        Assert.True(Number(storage, "database_bytes") > 0 && Number(storage, "models_bytes") > 0);
        Assert.InRange(Number(storage, "free_bytes"), 1, Number(storage, "disk_bytes"));
        Assert.Equal("newsroom", storage.GetProperty("projects")[0].String("name"));

        var retention = await server.GetAsync("/v1/admin/retention", administrator);
        Assert.Equal(30 * 24 * 3600, Number(retention, "files_seconds"));
        Assert.Equal(JsonValueKind.Null, retention.GetProperty("transcriptions_seconds").ValueKind);
        server.Transcriber.Release();
        await server.EndAsync(job, other);
        var projects = (await server.GetAsync("/v1/admin/projects", administrator)).GetProperty("projects").EnumerateArray();
        Assert.Equal(2, Number(projects.Single(project => project.String("name") == "newsroom"), "transcriptions"));
    }

    /// <summary>A client with an administrator's key.</summary>
    internal static async Task<HttpClient> AdministratorAsync(TestServer server) => server.NewClient(
        await server.Host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("operators", "operator", isAdmin: true));

    private static async Task<JsonElement> PostAsync(TestServer server, HttpClient client, string path, string body, int status)
    {
        using var response = await server.PostAsync(path, body, client);
        return await Answer.OkAsync(response, status);
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
