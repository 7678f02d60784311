using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
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
        await MustHaveAsync(download, "Never ever.");
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await keyboard.PressAsync("h");
        await ReachAsync(visit, dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }));
        await keyboard.PressAsync("Enter");
        var link = await dialog.Locator("input[readonly]").InputValueAsync();
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await MustBeSharedAsync(link, visit.Root, "Never ever.");

        // Delete, and leave.
        await ReachAsync(visit, visit.Button("Delete").First);
        await keyboard.PressAsync("Enter");
        await MustGoAsync(visit, client);
    }

    [Fact]
    public async Task The_mouse_alone_goes_the_whole_way()
    {
        const string Word = "surpassed";
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var (page, keyboard) = (visit.Page, visit.Page.Keyboard);
        var (article, dialog, reader) = (page.GetByRole(AriaRole.Article), page.Locator("dialog"), new Reader(visit));
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);

        await page.GetByLabel("API key").ClickAsync();
        await keyboard.TypeAsync(key);
        await visit.Button("Sign in").ClickAsync();
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();

        // Add, watch.
        await visit.DropAsync(".drop", Visit.Recording, Name);
        await Expect(page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Link(Name).ClickAsync();
        await Expect(article).ToContainTextAsync(Word);
        await reader.PlayButtonAsync();

        // Read: a click on a word plays from it.
        await page.EvaluateAsync(
            """
            () => {
              const video = document.querySelector('video')
              const play = video.play
              video.play = () => {
                window.playedFrom = video.currentTime
                return play.call(video)
              }
              video.addEventListener('playing', () => (window.isPlayed = true))
            }
            """);
        await reader.ClickAsync(Word);
        await reader.UntilAsync("window.isPlayed");
        Assert.Equal(await StartAsync(client, Word), await page.EvaluateAsync<double>("window.playedFrom"), 0.01);

        // Rename.
        await visit.Button("Correct").ClickAsync();
        await visit.Button("Speaker 1: change the speaker").ClickAsync();
        await dialog.GetByLabel("Name of Speaker 1").ClickAsync();
        await keyboard.TypeAsync("Ada Lovelace");
        await CloseAsync(dialog);
        await Expect(article).ToContainTextAsync("Ada Lovelace");

        // Correct: three clicks select all of the paragraph.
        var field = page.GetByLabel("Text of the paragraph");
        await field.ClickAsync(new() { ClickCount = 3 });
        await reader.UntilAsync("getSelection().toString().includes('surpassed')");
        await keyboard.TypeAsync("It was outshone at once.");
        await Expect(field).ToHaveValueAsync("It was outshone at once.");
        await visit.Button("Save corrections").ClickAsync();
        await Expect(page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();

        // Search.
        await visit.Link("Library").First.ClickAsync();
        await page.GetByLabel("Search all transcripts").ClickAsync();
        await keyboard.TypeAsync("outshone");
        var passage = page.GetByRole(AriaRole.Link).Filter(new() { Has = page.Locator("mark") });
        await Expect(passage).ToContainTextAsync("outshone");
        await passage.ClickAsync();
        await Expect(article).ToContainTextAsync("outshone");

        // Export. The list that a click on a choice opens is the browser's own.
        await visit.Button("Export").ClickAsync();
        await dialog.GetByLabel("Format").SelectOptionAsync("srt");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("-->");
        var save = dialog.GetByRole(AriaRole.Button, new() { Name = "Download" });
        await MustHaveAsync(await page.RunAndWaitForDownloadAsync(() => save.ClickAsync()), "outshone");
        await CloseAsync(dialog);

        // Share.
        await visit.Button("Share").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        await MustBeSharedAsync(await dialog.Locator("input[readonly]").InputValueAsync(), visit.Root, "outshone");
        await CloseAsync(dialog);

        // Delete, and let it be.
        await visit.Button("Delete").First.ClickAsync();
        await MustGoAsync(visit, client);
    }

    // Until it is no more: one that has only been closed is not seen by its role.
    private static async Task CloseAsync(ILocator dialog)
    {
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    // In seconds.
    private static async Task<double> StartAsync(LibraryClient client, string word)
    {
        var id = (await client.TranscriptionsAsync()).Single().GetProperty("id").GetString();
        var tokens = (await client.GetAsync($"v1/transcriptions/{id}/transcript")).GetProperty("tokens").EnumerateArray();

        // A word may be more than one token.
        var (text, starts) = ("", new List<int>());
        foreach (var token in tokens)
        {
            var part = token.GetProperty("text").GetString()!;
            if (part is [' ', ..] || starts.Count == 0) starts.Add(token.GetProperty("start_ms").GetInt32());
            text += part;
        }
        var place = text.Trim().Split(' ').Index().Single(item => item.Item.Contains(word, StringComparison.Ordinal)).Index;
        return starts[place] / 1000.0;
    }

    private static async Task MustHaveAsync(IDownload download, string text)
        => Assert.Contains(text, await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);

    // By somebody who has no key.
    private async Task MustBeSharedAsync(string link, Uri root, string text)
    {
        await using var guest = await Visit.StartAsync(chromium, root, link[root.AbsoluteUri.Length..]);
        await Expect(guest.Page.GetByRole(AriaRole.Article)).ToContainTextAsync(text);
        await Expect(guest.Page.GetByText("Ada Lovelace").First).ToBeVisibleAsync();
        await Expect(guest.Page.GetByLabel("API key")).ToHaveCountAsync(0);
    }

    // Nobody undoes it.
    private static async Task MustGoAsync(Visit visit, LibraryClient client)
    {
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
