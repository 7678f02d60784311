using System.Net;
using System.Reflection;
using Hansard.Server.Contract;
using Hansard.Server.OpenApi;

namespace Hansard.Server.Tests.OpenApi;

public sealed class ErrorPagesTests
{
    private static IEnumerable<string> Types
        => typeof(ErrorTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(type => (string)type.GetRawConstantValue()!);

    [Fact]
    public async Task Every_type_of_error_has_a_page_that_says_its_cause_and_its_remedy_to_everyone()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = server.NewClient(null);
        Assert.Equal(Types.Order(StringComparer.Ordinal), ErrorPage.All.Select(page => page.Type).Order(StringComparer.Ordinal));
        var overview = await stranger.GetStringAsync("/docs/errors", TestContext.Current.CancellationToken);
        foreach (var page in ErrorPage.All)
        {
            Assert.Contains($"href=\"errors/{page.Type}\"", overview, StringComparison.Ordinal);
            using var response = await stranger.GetAsync($"/docs/errors/{page.Type}");
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            var text = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            foreach (var expected in (string[])[page.Type, page.Where, page.Cause, page.Remedy])
                Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_type_that_there_is_not_has_no_page()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync("/docs/errors/%3Cscript%3E");
        await Answer.ErrorAsync(response, 404, "not_found");
    }

    [Theory]
    [InlineData("https://speech.example")]
    [InlineData("https://speech.example/")]
    public async Task Behind_a_proxy_links_begin_with_the_configured_address(string address)
    {
        await using var server = await TestServer.StartAsync(options => options.PublicAddress = new Uri(address));
        using var response = await server.Client.GetAsync("/v1/nothing");
        Assert.Contains(
            "\"more_info\":\"https://speech.example/docs/errors/not_found\"", await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_host_is_told_the_address_that_it_came_to()
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendAsync("GET /v1/files HTTP/1.0\r\n\r\n");
        Assert.Contains(
            $"\"more_info\":\"http://127.0.0.1:{server.Host.Address.Port}/docs/errors/unauthenticated\"",
            await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
