using System.Net;
using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Server.Tests.Models;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Administration;

public sealed class ModelPullTests
{
    private const string Model = "parakeet-random";

    private static readonly string Files = Fixtures.PathOf("models", Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_model_that_is_pulled_is_served_at_once()
    {
        await using var source = await LoopbackServer.StartAsync(
            context => context.Response.SendFileAsync(Path.Combine(Files, context.Request.Path.Value!["/m/".Length..])));
        using var folder = new ModelsFolder().AddParakeet().Withdraw(Model, source.Url("/m/"));
        await using var server = await TestServer.StartAsync(options => options.Models = folder.Path, realEngine: true);
        using var administrator = await AdministrationTests.AdministratorAsync(server);
        Assert.Equal(("absent", false), StateOf(await ListAsync(server, administrator)));
        Assert.DoesNotContain(Model, (await server.GetAsync("/v1/models")).GetRawText(), StringComparison.Ordinal);

        using (var begun = await server.PostAsync($"/v1/admin/models/{Model}/pull", "", administrator))
            Assert.Equal("running", (await Answer.OkAsync(begun, 202)).String("status"));
        var end = await EndAsync(server, administrator);

        Assert.Equal("completed", end.GetProperty("pull").String("status"));
        Assert.Equal(("installed", true), StateOf(end));
        var size = new DirectoryInfo(Files).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.Equal(size, end.GetProperty("pull").GetProperty("received_bytes").GetInt64());
        Assert.Contains(Model, (await server.GetAsync("/v1/models")).GetRawText(), StringComparison.Ordinal);
        var recording = await File.ReadAllBytesAsync(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), Cancellation);
        var file = (await server.UploadAsync(recording)).String("id");
        Assert.Equal("completed", (await server.EndAsync(await server.CreateAsync(file, more: new { model = Model }))).String("status"));
        Assert.True(EntryOf(await ListAsync(server, administrator)).GetProperty("loaded").GetBoolean());
    }

    [Fact]
    public async Task One_model_is_pulled_at_a_time_and_a_cancelled_pull_makes_room_for_the_next()
    {
        await using var source = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var folder = new ModelsFolder().AddParakeet().Withdraw(Model, source.Url("/m/"));
        await using var server = await TestServer.StartAsync(options => options.Models = folder.Path);
        using var administrator = await AdministrationTests.AdministratorAsync(server);
        var path = $"/v1/admin/models/{Model}/pull";
        using (var begun = await server.PostAsync(path, "", administrator)) await Answer.OkAsync(begun, 202);
        using (var second = await server.PostAsync(path, "", administrator))
            await Answer.ErrorAsync(second, 409, "administration_conflict");

        using (var cancelled = await administrator.DeleteAsync(path, Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Equal("cancelled", (await ListAsync(server, administrator)).GetProperty("pull").String("status"));
        using (var again = await administrator.DeleteAsync(path, Cancellation)) await Answer.ErrorAsync(again, 404, "not_found");

        // The server also stops while one hangs.
        using (var next = await server.PostAsync(path, "", administrator)) await Answer.OkAsync(next, 202);
    }

    [Fact]
    public async Task A_pull_that_fails_says_why_and_what_cannot_be_pulled_is_refused()
    {
        await using var source = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        using var folder = new ModelsFolder().AddParakeet().Withdraw(Model, source.Url("/m/"));
        await using var server = await TestServer.StartAsync(options => options.Models = folder.Path);
        using var administrator = await AdministrationTests.AdministratorAsync(server);
        using (var begun = await server.PostAsync($"/v1/admin/models/{Model}/pull", "", administrator)) await Answer.OkAsync(begun, 202);
        var pull = (await EndAsync(server, administrator)).GetProperty("pull");
        Assert.Equal("failed", pull.String("status"));
        Assert.Contains("404", pull.String("message"), StringComparison.Ordinal);

        using (var own = await server.PostAsync("/v1/admin/models/whisper-base/pull", "", administrator))
            await Answer.ErrorAsync(own, 409, "administration_conflict");
        using var unknown = await server.PostAsync("/v1/admin/models/..%2fx/pull", "", administrator);
        await Answer.ErrorAsync(unknown, 404, "not_found");
    }

    private static Task<JsonElement> ListAsync(TestServer server, HttpClient client) => server.GetAsync("/v1/admin/models", client);

    private static JsonElement EntryOf(JsonElement list)
        => list.GetProperty("models").EnumerateArray().Single(model => model.String("name") == Model);

    private static (string State, bool Served) StateOf(JsonElement list)
        => (EntryOf(list).String("state"), EntryOf(list).GetProperty("served").GetBoolean());

    private static async Task<JsonElement> EndAsync(TestServer server, HttpClient client)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            var list = await ListAsync(server, client);
            if (list.GetProperty("pull").String("status") != "running") return list;
            Assert.True(DateTime.UtcNow < deadline, $"The pull goes on: {list.GetProperty("pull")}");
            await Task.Delay(20, Cancellation);
        }
    }
}
