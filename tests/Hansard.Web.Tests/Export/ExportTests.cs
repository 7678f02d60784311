using System.Text;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Export;

public sealed class ExportTests(Chromium chromium, WebServer server)
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    private static readonly object[] Tokens =
    [
        Reader.Token("<b>Alpha</b>", 200, 700, speaker: "1"), Reader.Token(" bravo.", 700, 1200, speaker: "1"),
        Reader.Token(" Charlie", 2600, 2900, speaker: "1"), Reader.Token(" & delta.", 2900, 3300, speaker: "1"),
    ];

    [Fact]
    public async Task Every_format_is_looked_at_and_downloaded_as_the_api_has_it_from_a_row_by_the_keyboard()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await client.CorrectAsync(id, Markup, Tokens);
        await CopiedText.WatchAsync(visit.Page);
        await visit.SignInAsync(key);
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("x");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Export speech.wav");
        var preview = dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" });

        foreach (var format in (string[])["txt", "md", "docx", "srt", "vtt", "ass", "csv", "rttm", "json"])
        {
            await dialog.GetByLabel("Format").SelectOptionAsync(format);
            var address = $"v1/transcriptions/{id}/transcript?revision=latest&format={format}";
            var expected = await client.DownloadAsync(address);
            if (format == "docx") await Expect(dialog).ToContainTextAsync("This format is shown by a word processor.");
            else await Expect(preview).ToHaveTextAsync(Encoding.UTF8.GetString(expected));
            var download = await visit.Page.RunAndWaitForDownloadAsync(
                () => dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());
            Assert.Equal($"speech.{format}", download.SuggestedFilename);
            var saved = await File.ReadAllBytesAsync((await download.PathAsync())!);
            // An archive has the time at which it was made.
            if (format == "docx") Assert.Equal("PK"u8, saved.AsSpan(0, 2));
            else Assert.Equal(expected, saved);
        }

        // What was chosen outlives a reload, and so does the dialog.
        await dialog.GetByLabel("Format").SelectOptionAsync("txt");
        await dialog.GetByLabel("Times before paragraphs").CheckAsync();
        await Expect(preview).ToContainTextAsync($"[0:00] {Markup}: <b>Alpha</b>");
        await visit.Page.ReloadAsync();
        await Expect(preview).ToContainTextAsync($"[0:00] {Markup}: <b>Alpha</b>");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(visit.Page.GetByText("The text is copied.")).ToBeVisibleAsync();
        var text = await client.DownloadAsync($"v1/transcriptions/{id}/transcript?revision=latest&format=txt&timestamps=true");
        Assert.Equal(
            Encoding.UTF8.GetString(text),
            await CopiedText.ReadAsync(visit.Page));

        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.DoesNotContain("export", visit.Page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Subtitles_follow_their_layout_and_a_value_that_is_not_possible_is_told_at_its_field(
        ColorScheme colours, int width, int height)
    {
        var settings = new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        };
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), settings: settings);
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await client.CorrectAsync(id, Markup, Tokens);
        await visit.SignInAsync(key);
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/transcriptions/{id}?export={id}").AbsoluteUri);
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var preview = dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await dialog.GetByLabel("Format").SelectOptionAsync("srt");
        await Expect(preview).ToContainTextAsync("<b>Alpha</b> bravo.");
        await dialog.GetByText("Details of the layout").ClickAsync();

        await dialog.GetByLabel("Characters in a line").FillAsync("12");
        await Expect(preview).Not.ToContainTextAsync("<b>Alpha</b> bravo.");
        visit.Expect("400");
        await dialog.GetByLabel("Characters a second").FillAsync("1000");
        await Expect(dialog.GetByText("Enter a number from 1 to 100.")).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Characters a second")).ToHaveAttributeAsync("aria-invalid", "true");
        await new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant()).TakeAsync("export");
        await visit.MustBeAccessibleAsync();
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await dialog.GetByLabel("Characters a second").FillAsync("20,5");
        await Expect(dialog.GetByText("Enter a number from 1 to 100.")).ToHaveCountAsync(0);
        await dialog.GetByLabel("Layout of subtitles").SelectOptionAsync("netflix");
        await visit.Page.ReloadAsync();

        await Expect(dialog.GetByLabel("Characters a second")).ToHaveValueAsync("20.5");
        var expected = await client.DownloadAsync(
            $"v1/transcriptions/{id}/transcript?revision=latest&format=srt&style=netflix&line_width=12&reading_speed=20.5");
        await Expect(preview).ToHaveTextAsync(Encoding.UTF8.GetString(expected));
    }

    [Fact]
    public async Task A_transcript_is_exported_as_it_was_meant_and_without_what_tells_of_a_person()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await client.CorrectAsync(
            id, "Ann",
            [
                Reader.Token("Um,", 0, 200, speaker: "1"), Reader.Token(" my", 300, 400, speaker: "1"),
                Reader.Token(" number", 400, 700, speaker: "1"), Reader.Token(" is", 700, 800, speaker: "1"),
                Reader.Token(" 555-0123.", 800, 1600, speaker: "1"),
            ]);
        await visit.SignInAsync(key);
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/transcriptions/{id}?export={id}").AbsoluteUri);
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var preview = dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        await Expect(preview).ToContainTextAsync("Um, my number is 555-0123.");

        await dialog.GetByLabel("Without fillers").CheckAsync();
        await Expect(preview).ToContainTextAsync("My number is 555-0123.");
        await dialog.GetByLabel("Without phone").CheckAsync();
        await Expect(preview).ToContainTextAsync("My number is [PHONE].");
        await dialog.GetByLabel("Format").SelectOptionAsync("srt");
        await dialog.GetByLabel("Layout of subtitles").SelectOptionAsync("web");
        var expected = await client.DownloadAsync(
            $"v1/transcriptions/{id}/transcript?revision=latest&format=srt&style=clean,web&redact=true");
        await Expect(preview).ToHaveTextAsync(Encoding.UTF8.GetString(expected));
        await dialog.GetByLabel("Format").SelectOptionAsync("rttm");
        await Expect(dialog.GetByLabel("Without fillers")).ToHaveCountAsync(0);
    }
}
