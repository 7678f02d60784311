using System.Text.RegularExpressions;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Live;

/// <summary>Live captions, from the microphone to the library.</summary>
public sealed class LiveTests(Chromium chromium, WebServer server)
{
    // Enough for words that would be missing.
    private const int OutageSeconds = 4;

    [Fact]
    public async Task What_is_said_is_shown_while_it_is_said_paused_ended_and_kept()
    {
        await using var visit = await LivePage.OpenAsync(chromium, await server.AddressAsync(), await server.NewKeyAsync());
        var (page, live) = (visit.Page, new LivePage(visit));
        await page.GetByLabel("Keep the recording and its transcript").CheckAsync();
        await visit.Button("Start captions").ClickAsync();
        await live.MustSayAsync(1);
        await live.MustBeAsync("Listening");
        await Expect(live.Captions).ToContainTextAsync("Speaker 1");
        await Expect(visit.Page.GetByRole(AriaRole.Img, new() { Name = "The microphone is on" })).ToBeVisibleAsync();
        await visit.MustBeAccessibleAsync();

        await page.Keyboard.PressAsync("p");
        await live.MustBeAsync("Paused");
        await Expect(live.Rest).ToHaveCountAsync(0);
        var (elapsed, said) = (await page.GetByRole(AriaRole.Timer).InnerTextAsync(), await live.TimesSaidAsync());

        // It goes on while another view is shown.
        await visit.Link("Settings").ClickAsync();
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("c");
        await Expect(visit.Heading("Live captions")).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Timer)).ToHaveTextAsync(elapsed);
        await visit.Button("Go on").ClickAsync();
        await live.MustSayAsync(said + 1);
        await visit.Button("Stop").ClickAsync();
        await live.MustBeAsync("Not listening");
        await Expect(live.Rest).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(LivePage.Words);
        await Expect(live.Problem).ToHaveCountAsync(0);

        await visit.Link("Go to the library").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link).Filter(new() { HasTextRegex = new Regex("^Recording 20.*webm$") })).ToBeVisibleAsync();
        await Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_connection_that_is_lost_comes_back_below_a_proxy_s_path_and_nothing_said_meanwhile_is_missing()
    {
        var address = await server.AddressAsync();
        var proxy = await SubPathProxy.StartAsync(address, "/speech");
        try
        {
            await using var visit = await LivePage.OpenAsync(chromium, proxy.Root, await server.NewKeyAsync());
            var live = new LivePage(visit);
            visit.Expect("WebSocket connection to");
            await visit.Button("Start captions").ClickAsync();
            await live.MustSayAsync(1);
            await proxy.DisposeAsync();
            await live.MustBeAsync("No connection. Trying again; what is said meanwhile is not lost.");
            await live.MustListenAsync(OutageSeconds);
            var said = await live.TimesSaidAsync();
            proxy = await SubPathProxy.StartAsync(address, "/speech", proxy.Root.Port);

            await Expect(visit.Page.GetByText("The connection was lost, and is there again.")).ToBeVisibleAsync();
            await live.MustSayAsync(Math.Max(said + 1, 2));
            await visit.Button("Stop").ClickAsync();
            await live.MustBeAsync("Not listening");
            await live.MustBeWholeAsync();
        }
        finally
        {
            await proxy.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_microphone_that_is_refused_is_said_and_so_is_a_key_that_is_revoked()
    {
        var store = await server.StoreAsync();
        const string project = "live revoked";
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/live");
        visit.Expect("401");
        await visit.SignInAsync(await store.CreateKeyAsync(project, "browser"));
        await visit.Button("Start captions").ClickAsync();
        await Expect(new LivePage(visit).Problem).ToContainTextAsync("The browser does not let this page use the microphone.");
        await Expect(visit.Button("Start captions")).ToBeEnabledAsync();

        Assert.True(await store.RevokeAsync(store.Keys().Single(key => key.Project == project).Id));
        await visit.Button("Start captions").ClickAsync();

        await Expect(visit.Page.GetByText("Your key is no longer accepted.")).ToBeVisibleAsync();
    }
}
