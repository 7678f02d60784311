using System.Collections.Concurrent;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Sharing;

public sealed class SharingTests(Chromium chromium, WebServer server)
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    private static readonly object[] Tokens =
    [
        Reader.Token("<b>Alpha</b>", 200, 700, speaker: "1"), Reader.Token(" bravo.", 700, 1200, speaker: "1"),
        Translated("<i>Alfa</i> bravo."),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800, "")]
    [InlineData(ColorScheme.Dark, 360, 740, "/speech/to/text")]
    public async Task A_link_is_read_without_a_key_until_it_is_withdrawn(ColorScheme colours, int width, int height, string path)
    {
        await using var proxy = path.Length == 0 ? null : await SubPathProxy.StartAsync(await server.AddressAsync(), path);
        var root = proxy?.Root ?? await server.AddressAsync();
        var settings = new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = new() { Width = width, Height = height } };
        await using var visit = await Visit.StartAsync(chromium, root, settings: settings);
        var pictures = new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant());
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await client.CorrectAsync(id, Markup, Tokens);
        await CopiedText.WatchAsync(visit.Page);
        await visit.SignInAsync(key);
        await visit.Link("speech.wav").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync("h");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("A date").CheckAsync();
        await dialog.GetByLabel("Last day").FillAsync("2020-01-01");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        await Expect(dialog.GetByText("Choose a date from today on")).ToBeVisibleAsync();
        await dialog.GetByLabel("Last day").FillAsync(DateTime.Now.AddDays(20).ToString("yyyy-MM-dd"));
        await dialog.GetByLabel("The recording may be heard too").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        var link = await dialog.GetByLabel("New link", new() { Exact = true }).And(visit.Page.Locator("input")).InputValueAsync();
        Assert.StartsWith($"{root}app/shared#", link, StringComparison.Ordinal);
        await pictures.TakeAsync("share");
        await visit.MustBeAccessibleAsync();
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        await Expect(visit.Page.GetByText("The link is copied.")).ToBeVisibleAsync();
        Assert.Equal(link, await CopiedText.ReadAsync(visit.Page));

        // Somebody else, in a profile of their own.
        await using var guest = await Visit.StartAsync(chromium, root, link[root.AbsoluteUri.Length..], settings);
        ConcurrentQueue<IRequest> asked = [];
        guest.Context.Request += (_, request) => asked.Enqueue(request);
        await ReadAsync(guest, width, new Pictures(guest.Page, $"{colours}-{width}".ToLowerInvariant()));

        Assert.Contains(asked, request => request.Headers.ContainsKey("x-hansard-share"));
        Assert.DoesNotContain(asked, request => request.Headers.ContainsKey("authorization"));
        Assert.DoesNotContain(asked, request => request.Url.Split('#')[0].Contains(link.Split('#')[1], StringComparison.Ordinal));

        // It is shown once: what is left is the list.
        await visit.Page.ReloadAsync();
        await Expect(dialog.GetByText("with the recording")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("New link")).ToHaveCountAsync(0);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Expect(dialog.GetByText("There are none.")).ToBeVisibleAsync();
        guest.Expect("404");
        await guest.Page.ReloadAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It has ended or was withdrawn.");
        await pictures.TakeAsync("shared-gone");
        await guest.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task A_link_that_is_not_whole_or_ends_says_so_and_whoever_is_signed_in_stays_so()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await visit.SignInAsync(key);
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
        var share = await client.PostAsync(
            $"v1/transcriptions/{id}/shares", new { expires_at = DateTimeOffset.UtcNow.AddHours(1).ToString("O") });
        var secret = share.GetProperty("url").GetString()!.Split('#')[1];

        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/shared#{secret[..20]}").AbsoluteUri);
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The link is not whole.");

        // The whole one, pasted into the same tab; its end comes while it is read.
        await visit.Page.Clock.InstallAsync();
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/shared#{secret}").AbsoluteUri);
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        await visit.Page.Clock.FastForwardAsync(2 * 60 * 60 * 1000);
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It has just ended.");
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);

        await visit.Link("Library").ClickAsync();
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
    }

    // Text, names, translation, find, sound and files, all of which come without a key.
    private static async Task ReadAsync(Visit guest, int width, Pictures pictures)
    {
        var article = guest.Page.GetByRole(AriaRole.Article);
        await Expect(article).ToContainTextAsync("<b>Alpha</b> bravo.");
        await Expect(article).ToContainTextAsync(Markup);
        await Expect(article).ToContainTextAsync("<i>Alfa</i> bravo.");
        await Expect(guest.Page.GetByLabel("API key")).ToHaveCountAsync(0);
        await guest.Page.Keyboard.PressAsync("Control+f");
        await guest.Page.Keyboard.TypeAsync("BRAVO");
        await Expect(guest.Page.GetByText("1 of 2")).ToBeVisibleAsync();
        Assert.Contains("?find=BRAVO#", guest.Page.Url, StringComparison.Ordinal);
        await guest.Page.ReloadAsync();
        await Expect(guest.Page.GetByText("1 of 2")).ToBeVisibleAsync();
        var reader = new Reader(guest);
        await reader.UntilAsync("document.querySelector('video').duration > 1");
        await pictures.TakeAsync("shared");
        await guest.MustBeAccessibleAsync();
        Assert.Equal(width, await guest.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await reader.ClickAsync("bravo");
        await reader.UntilAsync("!document.querySelector('video').paused");

        // What takes a key is not among the shortcuts.
        await guest.Page.Keyboard.PressAsync("?");
        var help = guest.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(help.GetByRole(AriaRole.Term)).ToHaveTextAsync(["Show this help", "Export"]);
        await help.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(guest.Page.Locator("dialog")).ToHaveCountAsync(0);

        await guest.Button("Export").ClickAsync();
        var dialog = guest.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Format").SelectOptionAsync("vtt");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("WEBVTT");
        var download = await guest.Page.RunAndWaitForDownloadAsync(
            () => dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
        Assert.Contains("&lt;b&gt;Alpha", await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);
        await guest.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private static object Translated(string text)
        => new { text, confidence = 0.9, speaker = "1", language = "pt", source_language = "en", translation_status = "translation" };
}
