using System.Net;
using Hansard.Server.Configuration;

namespace Hansard.Server.Tests.Http;

/// <summary>Web pages of other origins.</summary>
public sealed class CrossOriginTests
{
    private const string Allowed = "https://app.example";

    [Fact]
    public async Task Only_pages_of_configured_origins_may_read_answers_and_errors()
    {
        await using var server = await TestServer.StartAsync(options => Allow(options));
        foreach (var path in (string[])["/v1/models", "/models", "/v1/files/x"])
        {
            using var answer = await SendAsync(server, HttpMethod.Get, path, Allowed);
            Assert.Equal(Allowed, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("X-Request-Id", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        }

        foreach (var origin in (string?[])["https://app.example.evil", "http://app.example", "null", null])
        {
            using var answer = await SendAsync(server, HttpMethod.Get, "/v1/models", origin);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_preflight_is_answered_without_a_key()
    {
        await using var server = await TestServer.StartAsync(options => Allow(options));
        using var answer = await PreflightAsync(server, Allowed);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Allowed, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("POST", answer.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Equal("authorization,content-type", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.True(answer.Headers.Contains("X-Request-Id"));

        using var other = await PreflightAsync(server, "https://other.example");
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Without_configuration_no_page_may_do_anything()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await SendAsync(server, HttpMethod.Get, "/v1/models", Allowed);
        using var preflight = await PreflightAsync(server, Allowed);
        foreach (var one in (HttpResponseMessage[])[answer, preflight])
            Assert.DoesNotContain(one.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
        await Answer.ErrorAsync(preflight, 401, "unauthenticated");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("app.example")]
    [InlineData("https://app.example/")]
    [InlineData("https://app.example/path")]
    [InlineData("HTTPS://APP.example")]
    [InlineData("file:///x")]
    public void What_is_no_origin_is_refused_at_the_start(string origin)
    {
        var options = new HansardServerOptions();
        options.AllowedOrigins.Add(origin);
        Assert.Contains(
            "AllowedOrigins", Assert.Throws<InvalidConfigurationException>(() => OptionsValidation.Validate(options)).Message,
            StringComparison.Ordinal);
    }

    private static bool Allow(HansardServerOptions options)
    {
        options.AllowedOrigins.Add("http://localhost:3000");
        options.AllowedOrigins.Add(Allowed);
        return true;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, HttpMethod method, string path, string? origin)
    {
        using var request = new HttpRequestMessage(method, path);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return await server.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestServer server, string origin)
    {
        using var stranger = server.NewClient(null);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/transcriptions");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await stranger.SendAsync(request);
    }
}
