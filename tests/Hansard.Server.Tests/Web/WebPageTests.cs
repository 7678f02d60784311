using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Hansard.Server.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Web;

/// <summary>The page as it goes over the wire; tests/Hansard.Web.Tests has it in a browser.</summary>
[Requires("nodejs", "npm")]
public sealed partial class WebPageTests
{
    [Theory]
    [InlineData("/", "./")]
    [InlineData("/app", "./")]
    [InlineData("/app/", "../")]
    [InlineData("/app/settings", "../")]
    [InlineData("/app/files", "../")]
    [InlineData("/app/transcriptions/018f0000-0000-7000-8000-000000000000", "../../")]
    public async Task Every_view_is_the_same_document_with_the_way_back_to_the_root(string path, string way)
    {
        await using var server = await TestServer.StartAsync();

        using var response = await server.NewClient(null).GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoCache);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains($"<base href=\"{way}\" />", html, StringComparison.Ordinal);
        Assert.All(Address().Matches(html), address => Assert.StartsWith("./", address.Groups[1].Value, StringComparison.Ordinal));
        Assert.DoesNotMatch("<script(?! [^>]*src=)|<style|style=| on[a-z]+=\"", html);
    }

    [Fact]
    public async Task A_path_deeper_than_any_view_is_unknown()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.NewClient(null).GetAsync($"/app{string.Concat(Enumerable.Repeat("/a", 100))}");
        await Answer.ErrorAsync(response, 404, "not_found");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task An_asset_is_kept_for_ever_and_sent_in_the_smallest_form_that_is_understood(string? encoding)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.NewClient(null);
        var script = Address().Matches(await client.GetStringAsync("/app/")).Select(match => match.Groups[1].Value)
            .First(address => address.Contains("/index-", StringComparison.Ordinal) && address.EndsWith(".js", StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("Accept-Encoding", encoding is null ? "br;q=0, identity" : $"deflate, {encoding}");

        using var response = await client.GetAsync(script);
        client.DefaultRequestHeaders.IfNoneMatch.Add(response.Headers.ETag!);
        using var again = await client.GetAsync(script);

        Assert.Equal(encoding is null ? [] : [encoding], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("/app/")]
    [InlineData("/app/config.json")]
    public async Task Its_answers_let_a_browser_load_nothing_from_elsewhere_and_run_nothing_inline(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.NewClient(null).GetAsync(path);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("microphone=(self)", response.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_is_told_before_anybody_has_signed_in_is_no_secret()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.NewClient(null).GetAsync("/app/config.json");
        var configuration = await Answer.OkAsync(response, 200);
        Assert.Equal(["version", "auth_required", "live"], configuration.EnumerateObject().Select(property => property.Name));
        Assert.True(configuration.GetProperty("auth_required").GetBoolean());
    }

    [Theory]
    [InlineData("/files")]
    [InlineData("/transcriptions")]
    [InlineData("/models")]
    [InlineData("/v1/app")]
    public async Task No_path_of_the_api_becomes_the_page_s(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync(path);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/app/assets/nothing.js")]
    [InlineData("/app/assets/../index.html")]
    [InlineData("/elsewhere")]
    public async Task Nothing_else_is_found(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.NewClient(null).GetAsync(path);
        Assert.NotEqual("text/javascript", response.Content.Headers.ContentType!.MediaType);
        if (!path.Contains("..", StringComparison.Ordinal)) await Answer.ErrorAsync(response, 404, "not_found");
    }

    [Fact]
    public async Task Switched_off_it_is_not_there_and_the_api_is()
    {
        await using var server = await TestServer.StartAsync(options => options.Web.Enabled = false);
        foreach (var path in (string[])["/", "/app/", "/app/config.json"])
        {
            using var response = await server.NewClient(null).GetAsync(path);
            await Answer.ErrorAsync(response, 404, "not_found");
        }

        Assert.NotEqual(0, (await server.GetAsync("/v1/models")).GetProperty("models").GetArrayLength());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app/settings")]
    public async Task A_server_that_was_built_without_it_says_so_and_what_to_do(string path)
    {
        await using var server = await TestServer.StartAsync(
            replace: services => services.AddSingleton(new WebSource(typeof(WebPageTests).Assembly)));
        using var response = await server.NewClient(null).GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("text/plain", "utf-8"), response.Content.Headers.ContentType);
        Assert.Contains("install Node.js 18 or later", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEqual(0, (await server.GetAsync("/v1/models")).GetProperty("models").GetArrayLength());
    }

    [GeneratedRegex("(?<!<base )(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();
}
