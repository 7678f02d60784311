using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.App;

public sealed class PreferencesTests(Chromium chromium, WebServer server)
{
    private const string Ground = "getComputedStyle(document.documentElement).backgroundColor";

    [Theory]
    [InlineData("es-MX", "Iniciar sesión")]
    [InlineData("pt-BR", "Iniciar sessão")]
    [InlineData("de-AT", "Anmelden")]
    [InlineData("ja-JP", "Sign in")]
    public async Task The_language_is_that_of_the_browser_where_there_is_one_of_it(string locale, string title)
    {
        await using var visit = await Visit.StartAsync(
            chromium, await server.AddressAsync(), settings: new BrowserNewContextOptions { Locale = locale });

        await Expect(visit.Heading(title)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_language_that_is_chosen_is_the_document_s_own_and_stays()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());

        await visit.Page.GetByLabel("Language").SelectOptionAsync("de");
        await Expect(visit.Heading("Anmelden")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();

        await Expect(visit.Heading("Anmelden")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
    }

    [Fact]
    public async Task A_theme_that_is_chosen_is_there_before_the_page_s_own_program_runs()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var light = await visit.Page.EvaluateAsync<string>(Ground);
        await visit.Page.GetByLabel("Theme").SelectOptionAsync("dark");
        var dark = await visit.Page.EvaluateAsync<string>(Ground);
        Assert.NotEqual(light, dark);

        // Without its program the document has nothing but what comes before the first frame.
        visit.Expect("ERR_FAILED");
        await visit.Page.RouteAsync("**/app/assets/index-*.js", route => route.AbortAsync());
        await visit.Page.ReloadAsync();

        Assert.Equal(dark, await visit.Page.EvaluateAsync<string>(Ground));
    }

    [Fact]
    public async Task Colours_follow_the_system_while_none_are_chosen()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        var light = await visit.Page.EvaluateAsync<string>(Ground);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.NotEqual(light, await visit.Page.EvaluateAsync<string>(Ground));
        await visit.Page.GetByLabel("Theme").SelectOptionAsync("light");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
    }
}
