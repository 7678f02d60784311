using Hansard.Web.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Session;

public sealed class SignInTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task A_key_of_the_server_opens_the_library_and_a_reload_keeps_it_open()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();

        await visit.SignInAsync(await server.NewKeyAsync());
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();

        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("wrong", "The server does not accept this key.")]
    [InlineData("wröng ключ", "The server does not accept this key.")]
    [InlineData(" ", "Enter an API key.")]
    public async Task A_wrong_key_is_refused_with_a_reason_and_the_field_has_the_focus(string key, string reason)
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        visit.Expect("401");

        await visit.SignInAsync(key);

        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToHaveTextAsync(reason);
        await Expect(visit.Page.GetByLabel("API key")).ToBeFocusedAsync();
        await visit.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task A_key_is_kept_for_its_tab_alone_and_is_forgotten_when_its_user_signs_out()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();

        Assert.Contains(key, await visit.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);
        Assert.DoesNotContain(key, await visit.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
        Assert.Empty(await visit.Context.CookiesAsync());
        var other = await visit.Context.NewPageAsync();
        await other.GotoAsync(visit.Root.AbsoluteUri);
        await Expect(other.GetByLabel("API key")).ToBeVisibleAsync();

        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        Assert.DoesNotContain(key, await visit.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_revoked_meanwhile_ends_the_session_where_the_user_is_and_another_goes_on_there()
    {
        const string project = "revoked";
        var store = await server.StoreAsync();
        await using var visit = await Visit.StartAsync(
            chromium, await server.AddressAsync(), "app/transcriptions/018f0000-0000-7000-8000-000000000000");
        visit.Expect("401");
        visit.Expect("404");
        await visit.SignInAsync(await store.CreateKeyAsync(project, "browser"));
        await Expect(visit.Page.GetByText("This transcription does not exist.")).ToBeVisibleAsync();
        Assert.True(await store.RevokeAsync(store.Keys().Single(key => key.Project == project).Id));

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("Your key is no longer accepted.")).ToBeVisibleAsync();

        await visit.SignInAsync(await server.NewKeyAsync());
        await Expect(visit.Page.GetByText("This transcription does not exist.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_server_without_keys_needs_none_and_takes_recordings_from_its_own_page()
    {
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        try
        {
            await using var open = await WebServer.StartAsync(data, options => options.NoAuth = true);
            await using var visit = await Visit.StartAsync(chromium, open.Address);

            await Expect(visit.Heading("Library")).ToBeVisibleAsync();
            await Expect(visit.Button("Sign out")).ToHaveCountAsync(0);
            await visit.TranscribeAsync();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
