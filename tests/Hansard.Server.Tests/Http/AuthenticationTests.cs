namespace Hansard.Server.Tests.Http;

/// <summary>A server without keys.</summary>
public sealed class AuthenticationTests
{
    [Fact]
    public async Task Without_keys_only_this_machines_own_pages_are_let_in()
    {
        await using var server = await TestServer.StartAsync(options => (options.NoAuth, options.ApiKey) = (true, null));
        using var client = server.NewClient(null);
        Assert.Empty((await server.GetAsync("/v1/files", client)).GetProperty("files").EnumerateArray());
        using var anyKey = server.NewClient("anything");
        await server.GetAsync("/v1/files", anyKey);

        foreach (var (header, value) in ((string, string)[])[
            ("Origin", "https://evil.example"), ("Host", "evil.example"), ("Origin", "null"),
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await client.SendAsync(request);
            await Answer.ErrorAsync(response, 401, "unauthenticated");
        }

        using var own = new HttpRequestMessage(HttpMethod.Get, "/v1/files");
        own.Headers.TryAddWithoutValidation("Origin", server.Host.Address.GetLeftPart(UriPartial.Authority));
        using var ownPage = await client.SendAsync(own);
        await Answer.OkAsync(ownPage, 200);
    }
}
