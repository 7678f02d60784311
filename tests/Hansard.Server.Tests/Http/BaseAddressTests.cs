using System.Net;
using System.Net.Http.Json;

namespace Hansard.Server.Tests.Http;

/// <summary>Half of the clients put /v1 into their base address, and half do not.</summary>
public sealed class BaseAddressTests
{
    private const string Window = "start_time=2020-01-01T00:00:00Z&end_time=2020-01-02T00:00:00Z";

    [Theory]
    [InlineData("")]
    [InlineData("/v1")]
    [InlineData("/v1/v1")]
    [InlineData("//v1")]
    [InlineData("/v1/")]
    public async Task A_whole_transcription_goes_over_any_base_address(string basePath)
    {
        await using var server = await TestServer.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("hello world"), "file", "a.wav" } };
        using var uploaded = await server.Client.PostAsync(Url(server, $"{basePath}/files"), form);
        var file = (await Answer.OkAsync(uploaded, 201)).String("id");
        using var created = await server.Client.PostAsJsonAsync(
            Url(server, $"{basePath}/transcriptions"), new { model = "stt-async-v5", file_id = file });
        var job = await Answer.OkAsync(created, 201);
        await server.EndAsync(job);
        using var transcript = await server.Client.GetAsync(Url(server, $"{basePath}/transcriptions/{job.String("id")}/transcript"));
        Assert.Equal("hello world", (await Answer.OkAsync(transcript, 200)).String("text"));
        foreach (var path in (string[])[$"/transcriptions/{job.String("id")}", $"/files/{file}"])
            using (var deleted = await server.Client.DeleteAsync(Url(server, basePath + path)))
                Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [InlineData("/files")]
    [InlineData("/files?limit=1&cursor=")]
    [InlineData("/files/count")]
    [InlineData("/transcriptions")]
    [InlineData("/transcriptions/count")]
    [InlineData("/known-speakers")]
    [InlineData("/models")]
    [InlineData("/usage-logs?" + Window)]
    [InlineData("/usage/summary?" + Window)]
    [InlineData("/concurrency-limits")]
    public async Task Every_read_answers_the_same_with_v1_without_it_and_with_it_twice(string path)
    {
        await using var server = await TestServer.StartAsync();
        var expected = (await server.GetAsync($"/v1{path}")).ToString();
        Assert.Equal(expected, (await server.GetAsync(path)).ToString());
        Assert.Equal(expected, (await server.GetAsync($"/v1/v1{path}")).ToString());
    }

    [Theory]
    [InlineData("/files")]
    [InlineData("/v1/v1/files")]
    [InlineData("/transcriptions")]
    [InlineData("/models")]
    [InlineData("/usage/summary")]
    [InlineData("/usage-logs")]
    [InlineData("/concurrency-limits")]
    [InlineData("/auth/temporary-api-key")]
    [InlineData("//v1/files")]
    public async Task No_base_address_leads_past_the_key(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = server.NewClient(null);
        using var response = await stranger.GetAsync(Url(server, path));
        await Answer.ErrorAsync(response, 401, "unauthenticated");
    }

    [Fact]
    public async Task No_base_address_leads_past_a_limit()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.RequestsPerMinute = 2);
        await server.GetAsync("/models");
        await server.GetAsync("/v1/v1/models");
        using var response = await server.Client.GetAsync("/models");
        await Answer.ErrorAsync(response, 429, "limit_exceeded");
    }

    [Theory]
    [InlineData("/files/0198c5a8-0000-7000-8000-000000000000", "file_not_found")]
    [InlineData("/transcriptions/x/transcript", "transcription_not_found")]
    [InlineData("/v1/v1/nothing", "not_found")]
    [InlineData("/v1/v1/v1/files", "not_found")]
    [InlineData("/apps", "not_found")]
    [InlineData("/filesystem", "not_found")]
    [InlineData("/file", "not_found")]
    public async Task Errors_are_those_of_the_v1_form_and_other_paths_are_left_alone(string path, string errorType)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync(path);
        await Answer.ErrorAsync(response, 404, errorType);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task What_is_not_the_api_needs_no_key_as_before(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = server.NewClient(null);
        using var response = await stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    // A relative address that begins with two slashes would be a host.
    private static Uri Url(TestServer server, string path) => new(server.Host.Address.GetLeftPart(UriPartial.Authority) + path);
}
