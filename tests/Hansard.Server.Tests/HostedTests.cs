using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests;

/// <summary>Hansard in a program that has other things to do as well.</summary>
public sealed class HostedTests
{
    private const string Key = "a-key-for-tests-0123456789";

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_plain_web_application_transcribes_beside_an_endpoint_of_its_own()
    {
        using var data = new DataFolder();
        await using var application = await StartAsync(data, realEngine: true);
        using var client = NewClient(application, Key);

        var recording = await File.ReadAllBytesAsync(
            Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"), TestContext.Current.CancellationToken);
        var file = await client.UploadAsync(new ByteArrayContent(recording), "LJ001-0008.wav");
        var job = await client.WaitAsync(await client.CreateAsync("file_id", file.String("id")), "completed", "error");
        Assert.Equal("completed", job.String("status"));
        using var transcript = await client.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript");
        Assert.Contains("surpassed", (await Answer.OkAsync(transcript, 200)).String("text"), StringComparison.OrdinalIgnoreCase);

        using var address = await client.GetAsync($"/v1/files/{file.String("id")}/url");
        using var stranger = NewClient(application, null);
        Assert.Equal(
            recording,
            await stranger.GetByteArrayAsync((await Answer.OkAsync(address, 200)).String("url"), TestContext.Current.CancellationToken));
        using var own = await stranger.GetAsync("/hello");
        Assert.Equal("""{"whoAmI":"the program"}""", await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(own.Headers.Contains("X-Request-Id"));
    }

    [Fact]
    public async Task What_is_under_v1_has_the_errors_and_limits_of_the_api_and_everything_else_is_the_programs()
    {
        using var data = new DataFolder();
        await using var application = await StartAsync(data);
        using var client = NewClient(application, Key);
        using var stranger = NewClient(application, null);
        foreach (var path in (string[])["/v1/files", "/v1/models", "/v1/nothing"])
            using (var response = await stranger.GetAsync(path)) await Answer.ErrorAsync(response, 401, "unauthenticated");
        using (var unknown = await client.GetAsync("/v1/nothing"))
            Assert.DoesNotContain(
                "/docs", (await Answer.ErrorAsync(unknown, 404, "not_found")).String("message"), StringComparison.Ordinal);
        using (var method = await client.PatchAsync("/v1/files", null)) await Answer.ErrorAsync(method, 400, "invalid_request");
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/v1/transcriptions"))
        {
            request.Content = new ByteArrayContent(new byte[2 << 20]) { Headers = { ContentType = new("application/json") } };
            using var large = await client.SendAsync(request, TestContext.Current.CancellationToken);
            await Answer.ErrorAsync(large, 400, "invalid_request");
        }

        using (var page = await stranger.GetAsync("/docs/errors/unauthenticated")) Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using (var ready = await stranger.GetAsync("/readyz")) await Answer.OkAsync(ready, 200);

        using var elsewhere = await stranger.GetAsync("/nothing");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Empty(await elsewhere.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var own = await stranger.GetAsync("/v1/own");
        Assert.Equal("own", await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_keys_only_the_machine_itself_gets_in_wherever_the_program_listens()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Sends nothing: asks which of this machine's addresses leads outside.
            socket.Connect("192.0.2.1", 9);
        }
        catch (SocketException)
        {
            Assert.Skip("This machine has no address but the loopback one.");
        }

        using var data = new DataFolder();
        await using var application = await StartAsync(
            data, options => (options.NoAuth, options.ApiKey) = (true, null), url: "http://0.0.0.0:0");
        using var client = new HttpClient();
        var port = new Uri(application.Urls.First()).Port;
        foreach (var (address, status) in new[] { ("127.0.0.1", 200), (((IPEndPoint)socket.LocalEndPoint!).Address.ToString(), 401) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}:{port}/v1/models");
            request.Headers.Host = "localhost";
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_second_program_on_the_same_data_does_not_start()
    {
        using var data = new DataFolder();
        await using var application = await StartAsync(data);
        var exception = await Assert.ThrowsAsync<IOException>(() => StartAsync(data));
        Assert.Contains("Another server uses the data directory", exception.Message);
    }

    [Fact]
    public void Settings_come_from_the_programs_configuration_and_a_misspelt_one_is_refused()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Hansard:Workers", "3")]);
        builder.AddHansard(options => Assert.Equal(3, options.Workers));
        Assert.Throws<InvalidOperationException>(() => builder.AddHansard());

        var misspelt = WebApplication.CreateBuilder();
        misspelt.Configuration.AddInMemoryCollection([new("Hansard:Wrokers", "3")]);
        Assert.Contains("Wrokers", Assert.Throws<InvalidConfigurationException>(() => misspelt.AddHansard()).Message);
    }

    private static async Task<WebApplication> StartAsync(
        DataFolder data, Action<HansardServerOptions>? configure = null, bool realEngine = false, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.AddHansard(options =>
        {
            (options.Data, options.ApiKey, options.Models, options.Translation.Apertium) = (data.Root, Key, Fixtures.Models, false);
            configure?.Invoke(options);
        });
        if (!realEngine) builder.Services.AddSingleton<ITranscriber, StandInTranscriber>();
        var application = builder.Build();
        try
        {
            application.MapGet("/hello", () => new { WhoAmI = "the program" });
            application.MapHansard();
            application.MapGet("/v1/own", () => "own");
            await application.StartAsync(TestContext.Current.CancellationToken);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    private static HttpClient NewClient(WebApplication application, string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
