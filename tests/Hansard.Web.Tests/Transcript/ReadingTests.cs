using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Transcript;

public sealed class ReadingTests(Chromium chromium, WebServer server)
{
    private static readonly object[] Tokens =
    [
        Reader.Token("Alpha", 200, 500, 0.95, "1"), Reader.Token(" brávo.", 500, 900, 0.55, "1"),
        new { text = " Alfa bravo.", confidence = 0.9, language = "pt", speaker = "1", translation_status = "translation" },
        Reader.Token(" Charlie", 2600, 2900, 0.9, "2"), Reader.Token(" del", 2900, 3100, 0.3, "2"),
        Reader.Token("ta.", 3100, 3300, 0.9, "2"),
    ];

    [Fact]
    public async Task Doubtful_words_are_marked_and_gone_through_by_keys()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        await reader.UntilPaintedAsync("doubt", "brávo.");
        Assert.Equal(["delta."], await reader.PaintedAsync("doubt-strong"));

        await reader.Page.Keyboard.PressAsync("n");
        await reader.UntilSpokenAsync("brávo.");
        var place = reader.Page.GetByRole(AriaRole.Spinbutton);
        await Expect(place).ToHaveAttributeAsync("aria-valuetext", "brávo., 55%, 1 of 2");
        await reader.Page.Keyboard.PressAsync("p");
        await reader.UntilSpokenAsync("delta.");
        await place.FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(place).ToHaveTextAsync("1 of 2");

        await reader.Page.GetByLabel("Doubtful words").And(reader.Page.GetByRole(AriaRole.Checkbox)).UncheckAsync();
        Assert.Empty(await reader.PaintedAsync("doubt"));
        await Expect(place).ToHaveCountAsync(0);
        await reader.Page.ReloadAsync();
        await Expect(reader.Article).ToContainTextAsync("Alpha");
        await Expect(place).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_text_is_found_whatever_its_case_and_accents()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.Page.Keyboard.PressAsync("Control+f");
        var field = reader.Page.GetByRole(AriaRole.Searchbox);
        await Expect(field).ToBeFocusedAsync();

        await field.FillAsync("BRAVO");

        await Expect(reader.Page.GetByText("1 of 2")).ToBeVisibleAsync();
        await reader.UntilPaintedAsync("found-current", "brávo");
        await field.PressAsync("Enter");
        await reader.UntilPaintedAsync("found-current", "bravo");
        await field.FillAsync("zulu");
        await Expect(reader.Page.GetByText("Not found")).ToBeVisibleAsync();
        await field.PressAsync("Escape");
        await Expect(field).ToHaveCountAsync(0);
        Assert.Empty(await reader.PaintedAsync("found"));
    }

    [Fact]
    public async Task Times_and_translation_are_shown_as_is_wished_and_stay_so()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        var translation = reader.Page.Locator("[data-translation]");
        await Expect(translation).ToHaveTextAsync("Alfa bravo.");

        await reader.Page.GetByLabel("Times").UncheckAsync();
        await reader.Page.GetByLabel("Translation").SelectOptionAsync("beside");
        var said = (await reader.Page.Locator("[data-said]").First.BoundingBoxAsync())!;
        var beside = (await translation.BoundingBoxAsync())!;
        Assert.Equal(said.Y, beside.Y);
        Assert.True(beside.X >= said.X + said.Width);

        await reader.Page.ReloadAsync();
        await Expect(reader.Page.GetByLabel("Translation")).ToHaveValueAsync("beside");
        await Expect(reader.Article.Locator("time")).ToHaveCountAsync(0);
        await reader.Page.GetByLabel("Translation").SelectOptionAsync("hidden");
        await Expect(translation).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task The_view_has_no_fault_of_accessibility_and_fits_the_screen(ColorScheme colours, int width)
    {
        var settings = new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = 740 },
            ReducedMotion = ReducedMotion.Reduce,
        };
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens, settings: settings);
        await reader.PlayButtonAsync();
        await reader.Page.Keyboard.PressAsync("Control+f");
        await reader.Page.GetByRole(AriaRole.Searchbox).FillAsync("alpha");
        await reader.UntilPaintedAsync("found-current", "Alpha");
        await reader.UntilAsync("document.querySelector('[data-peaks]')");

        await new Pictures(reader.Page, $"{colours}-{width}".ToLowerInvariant()).TakeAsync("player");
        await reader.Visit.MustBeAccessibleAsync();
        Assert.Equal(width, await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
