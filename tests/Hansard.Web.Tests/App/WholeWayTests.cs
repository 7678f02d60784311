using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.App;

/// <summary>From a recording to a corrected transcript that was exported, shared and deleted.</summary>
public sealed class WholeWayTests(Chromium chromium, WebServer server)
{
    private static readonly string Name = Path.GetFileName(Visit.Recording);

    [Fact]
    public async Task The_keyboard_alone_goes_the_whole_way()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var (page, keyboard) = (visit.Page, visit.Page.Keyboard);
        var (article, dialog) = (page.GetByRole(AriaRole.Article), page.GetByRole(AriaRole.Dialog));
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);

        await ReachAsync(visit, page.GetByLabel("API key"));
        await keyboard.TypeAsync(key);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();

        // Add, watch, read.
        await ReachAsync(visit, visit.Button("Choose files"));

        // The dialog that Enter opens is the browser's own.
        await visit.ChooseAsync(Visit.Recording);
        await Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await ReachAsync(visit, visit.Link(Name));
        await keyboard.PressAsync("Enter");
        await Expect(article).ToContainTextAsync("surpass");
        await Expect(page.Locator("button.play")).ToBeEnabledAsync();
        await keyboard.PressAsync("Space");
        await Expect(page.Locator("button.play")).ToHaveAccessibleNameAsync("Pause");

        // Correct, rename, save.
        await keyboard.PressAsync("e");
        await Expect(page.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+End");
        await keyboard.TypeAsync(" Never ever.");
        await keyboard.PressAsync("Control+Enter");
        await Expect(article).ToContainTextAsync("Never ever.");
        await keyboard.PressAsync("w");
        await ReachAsync(visit, dialog.GetByLabel("Name of Speaker 1"));
        await keyboard.TypeAsync("Ada Lovelace");
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(article).ToContainTextAsync("Ada Lovelace");
        await keyboard.PressAsync("Control+s");
        await Expect(page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();

        // Search.
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("l");
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
        await keyboard.PressAsync("/");
        await keyboard.TypeAsync("never ever");
        var passage = page.GetByRole(AriaRole.Link).Filter(new() { Has = page.Locator("mark") });
        await Expect(passage).ToContainTextAsync("Never ever");
        await ReachAsync(visit, passage);
        await keyboard.PressAsync("Enter");
        await Expect(article).ToContainTextAsync("Never ever.");

        // Export, share.
        await keyboard.PressAsync("x");
        await ReachAsync(visit, dialog.GetByLabel("Format"));
        await keyboard.PressAsync("s");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("-->");
        await ReachAsync(visit, dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }));
        var download = await page.RunAndWaitForDownloadAsync(() => keyboard.PressAsync("Enter"));
        Assert.Contains(
            "Never ever.", await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await keyboard.PressAsync("h");
        await ReachAsync(visit, dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }));
        await keyboard.PressAsync("Enter");
        var link = await dialog.Locator("input[readonly]").InputValueAsync();
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await using (var guest = await Visit.StartAsync(chromium, visit.Root, link[visit.Root.AbsoluteUri.Length..]))
        {
            await Expect(guest.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("Never ever.");
            await Expect(guest.Page.GetByText("Ada Lovelace").First).ToBeVisibleAsync();
        }

        // Delete, and leave.
        await ReachAsync(visit, visit.Button("Delete").First);
        await keyboard.PressAsync("Enter");
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
        await Expect(visit.Link(Name)).ToHaveCountAsync(0);
        await LibraryClient.UntilAsync(async () => (await client.TranscriptionsAsync()).Count == 0);
    }

    // As somebody does who has no mouse.
    private static async Task ReachAsync(Visit visit, ILocator wanted)
    {
        await Expect(wanted).ToBeVisibleAsync();
        for (var steps = 0; steps < 150; steps++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"The tab key never comes to {wanted}.");
    }
}
