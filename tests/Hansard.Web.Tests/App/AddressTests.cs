using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.App;

public sealed class AddressTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task Every_view_has_an_address_that_opens_it_and_the_browser_goes_back_and_forth()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server, "app/settings");
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();

        await visit.Link("Library").ClickAsync();
        await Expect(visit.Heading("Library")).ToBeFocusedAsync();
        Assert.EndsWith("/app/", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GoBackAsync();
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_address_without_a_view_says_so_and_leads_back()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server, "app/no/such/view");

        await Expect(visit.Heading("Nothing here")).ToBeVisibleAsync();
        await visit.Link("Go to the library").ClickAsync();
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/speech")]
    [InlineData("/speech/to/text")]
    public async Task Behind_a_proxy_at_a_path_everything_works_below_that_path(string path)
    {
        await using var proxy = await SubPathProxy.StartAsync(await server.AddressAsync(), path);
        await using var visit = await Visit.StartAsync(chromium, proxy.Root, "app/settings");
        await visit.SignInAsync(await server.NewKeyAsync());
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();

        await visit.Link("Library").ClickAsync();
        await visit.TranscribeAsync();
        await visit.Link("en_LJ001-0008.wav").ClickAsync();
        await visit.Page.ReloadAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        Assert.StartsWith($"{proxy.Root}app/transcriptions/", visit.Page.Url, StringComparison.Ordinal);
    }
}
