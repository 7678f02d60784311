using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Library;

public sealed class LibraryAccessibilityTests(Chromium chromium, WebServer server)
{
    // Colours do not change the layout, and the layout no colours: each of the four is seen once.
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Nothing_of_the_library_and_the_settings_has_a_fault_of_accessibility_or_is_wider_than_the_screen(
        ColorScheme colours, int width, int height)
    {
        var settings = new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        };
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "", settings);
        var pictures = new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant());
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("a_name_that_is_so_long_that_it_does_not_fit_into_one_line_of_a_telephone.wav");
        await client.LabelAsync(id, new { tags = new[] { "court", new string('x', 64) }, notes = "To be checked." });
        using var nothing = new ByteArrayContent([1, 2, 3]);
        await client.CreateAsync("broken.wav", nothing);
        await visit.SignInAsync(key);
        await CheckAsync($"app/?open={id}&options&addresses", "library-details", visit.Page.GetByLabel("Notes", new() { Exact = true }));
        await CheckAsync("app/?sort=state", "library-sorted", visit.Page.GetByText("Failed", new() { Exact = true }));
        await CheckAsync("app/?q=surpass", "search", visit.Page.Locator("mark"));
        await CheckAsync("app/?q=nothing+of+this", "search-none", visit.Button("Clear search").First);
        await CheckAsync("app/settings/usage", "settings", visit.Page.GetByRole(AriaRole.Table));

        async Task CheckAsync(string path, string view, ILocator shown)
        {
            await Expect(visit.Heading("Library").Or(visit.Heading("Settings"))).ToBeVisibleAsync();
            await visit.Page.GotoAsync(new Uri(visit.Root, path).AbsoluteUri);
            await Expect(shown).ToBeVisibleAsync();
            await pictures.TakeAsync(view);
            await visit.MustBeAccessibleAsync();
            Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task The_keyboard_alone_adds_watches_searches_opens_tags_deletes_and_undoes()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var keyboard = visit.Page.Keyboard;
        var dialog = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        visit.Page.FileChooser += (_, chooser) => dialog.TrySetResult(chooser);
        await Expect(visit.Page.GetByLabel("API key")).ToBeVisibleAsync();
        await PressAsync("Tab", "Enter", "Tab");
        await keyboard.TypeAsync(await server.NewKeyAsync());
        await PressAsync("Enter");
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();
        await PressAsync("u");
        await (await dialog.Task.WaitAsync(TimeSpan.FromMinutes(1))).SetFilesAsync(Visit.Recording);
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();

        await PressAsync("/");
        await keyboard.TypeAsync("surpass");
        await Expect(visit.Page.Locator("mark")).ToBeVisibleAsync();
        await TabToAsync(visit.Page.GetByRole(AriaRole.Link).Filter(new() { Has = visit.Page.Locator("mark") }));
        await PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();
        await PressAsync("g", "l");
        await Expect(visit.Heading("Library")).ToBeFocusedAsync();
        await Expect(visit.Link("en_LJ001-0008.wav")).ToBeVisibleAsync();
        await PressAsync("j", "t");
        await keyboard.TypeAsync("court");
        await PressAsync("Enter");
        await TabToAsync(visit.Button("Save"));
        await PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "court", Exact = true })).ToBeVisibleAsync();
        await visit.Heading("Library").FocusAsync();
        await PressAsync("j");
        await TabToAsync(visit.Button("Delete en_LJ001-0008.wav"));
        await PressAsync("Enter");
        await Expect(visit.Link("en_LJ001-0008.wav")).ToHaveCountAsync(0);
        await PressAsync("z");
        await Expect(visit.Link("en_LJ001-0008.wav")).ToBeVisibleAsync();

        async Task PressAsync(params string[] keys)
        {
            foreach (var key in keys) await keyboard.PressAsync(key);
        }

        async Task TabToAsync(ILocator goal)
        {
            for (var i = 0; i < 30; i++)
            {
                if (await goal.EvaluateAsync<bool>("element => element === document.activeElement")) return;
                await keyboard.PressAsync("Tab");
            }

            Assert.Fail($"The Tab key does not come to {goal}.");
        }
    }
}
