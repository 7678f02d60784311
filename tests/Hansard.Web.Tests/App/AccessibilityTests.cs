using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.App;

public sealed class AccessibilityTests(Chromium chromium, WebServer server)
{
    // Colours do not change the layout, and the layout no colours: each of the four is seen once.
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task No_view_has_a_fault_of_accessibility_or_is_wider_than_the_screen(ColorScheme colours, int width, int height)
    {
        var settings = new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        };
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/?options", settings);
        var pictures = new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant());
        await CheckAsync("sign-in", visit.Heading("Sign in"));
        await visit.SignInAsync(await server.NewKeyAsync());
        await CheckAsync("library-empty", visit.Page.GetByText("No transcriptions yet"));
        await visit.ChooseAsync(Visit.Recording, typeof(AccessibilityTests).Assembly.Location);
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await CheckAsync("library", visit.Page.GetByText("Failed", new() { Exact = true }));
        await visit.Page.Keyboard.PressAsync("?");
        await CheckAsync("shortcuts", visit.Page.GetByRole(AriaRole.Dialog));
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Link("en_LJ001-0008.wav").ClickAsync();
        await CheckAsync("transcript", visit.Page.GetByRole(AriaRole.Article));
        await visit.Link("Live").ClickAsync();
        await CheckAsync("live", visit.Heading("Live captions"));
        await visit.Link("Settings").ClickAsync();
        await CheckAsync("settings", visit.Heading("Settings"));
        await visit.Page.GotoAsync(new Uri(visit.Root, "app/nothing").AbsoluteUri);
        await CheckAsync("not-found", visit.Heading("Nothing here"));

        async Task CheckAsync(string view, ILocator shown)
        {
            await Expect(shown).ToBeVisibleAsync();
            await pictures.TakeAsync(view);
            await visit.MustBeAccessibleAsync();
            Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in_opens_a_transcript_and_deletes_it()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var keyboard = visit.Page.Keyboard;
        var dialog = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        visit.Page.FileChooser += (_, chooser) => dialog.TrySetResult(chooser);
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await keyboard.PressAsync("Tab");
        await Expect(visit.Link("Skip to content")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Tab");
        await Expect(visit.Page.GetByLabel("API key")).ToBeFocusedAsync();
        await keyboard.TypeAsync(await server.NewKeyAsync());
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();

        // The dialog for files is the operating system's; that the key opens it is all that the page can do.
        await keyboard.PressAsync("u");
        await (await dialog.Task.WaitAsync(TimeSpan.FromMinutes(1))).SetFilesAsync(Visit.Recording);
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await keyboard.PressAsync("j");
        await Expect(visit.Link("en_LJ001-0008.wav")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("l");
        await Expect(visit.Heading("Library")).ToBeFocusedAsync();
        await Expect(visit.Link("en_LJ001-0008.wav")).ToBeVisibleAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("Tab");
        await Expect(visit.Button("Delete en_LJ001-0008.wav")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(visit.Link("en_LJ001-0008.wav")).ToHaveCountAsync(0);
        await keyboard.PressAsync("z");
        await Expect(visit.Link("en_LJ001-0008.wav")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Shortcuts_of_single_keys_can_be_switched_off_for_good()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server, "app/settings");
        await visit.Page.GetByRole(AriaRole.Main).GetByLabel("Use keyboard shortcuts").UncheckAsync();

        await visit.Page.ReloadAsync();
        await Expect(visit.Heading("Settings")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("?");

        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }
}
