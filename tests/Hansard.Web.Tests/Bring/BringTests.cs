using System.Text;
using System.Text.Json;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Bring;

public sealed class BringTests(Chromium chromium, WebServer server)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 740)]
    public async Task Subtitles_take_the_place_of_a_text_with_their_times_and_a_fault_is_told_with_its_line(
        ColorScheme colours, int width, int height)
    {
        var settings = new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = new() { Width = width, Height = height } };
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), settings: settings);
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await visit.SignInAsync(key);
        await visit.Link("speech.wav").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        await visit.Page.Keyboard.PressAsync("b");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var send = dialog.GetByRole(AriaRole.Button, new() { Name = "Bring in" });

        await dialog.GetByLabel("Or paste the text").FillAsync("1\n00:00:02,000 --> 00:00:01,000\nno");
        await Expect(dialog.GetByLabel("Format of the text")).ToHaveValueAsync("srt");
        visit.Expect("400");
        await send.ClickAsync();
        await Expect(dialog).ToContainTextAsync("Line 2: The end is before the beginning.");
        await new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant()).TakeAsync("bring");
        await visit.MustBeAccessibleAsync();
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        // Somebody else is faster; nothing of theirs is lost.
        await client.PostAsync($"v1/transcriptions/{id}/revisions", new { @base = 0, text = "Has never been surpassed, never." });
        const string Subtitles = "1\n00:00:00,100 --> 00:00:01,700\nANNA: has never <i>been</i> surpassed <img src=x onerror=alert(1)>!";
        await dialog.GetByLabel("File").SetInputFilesAsync(
            new FilePayload { Name = "Film.SRT", MimeType = "", Buffer = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Subtitles)] });
        visit.Expect("409");
        await send.ClickAsync();
        await Expect(dialog).ToContainTextAsync("Somebody has saved a newer revision meanwhile.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Bring in all the same" }).ClickAsync();
        await Expect(visit.Page.GetByText("The text of speech.wav is brought in.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        // The words have the times at which they are said, within the cue, and one plays from there.
        var transcript = await client.GetAsync($"v1/transcriptions/{id}/transcript?revision=latest");
        Assert.Equal("has never been surpassed <img src=x onerror=alert(1)>!", transcript.GetProperty("text").GetString());
        JsonElement[] tokens = [.. transcript.GetProperty("tokens").EnumerateArray()];
        Assert.All(tokens, token => Assert.InRange(token.GetProperty("start_ms").GetInt32(), 100, 1700));
        Assert.Equal("ANNA", transcript.GetProperty("speaker_names").GetProperty("1").GetString());
        var times = tokens.Select(token => token.GetProperty("start_ms").GetInt32()).ToArray();
        Assert.Equal(times.Order(), times);
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/transcriptions/{id}?export={id}").AbsoluteUri);
        await dialog.GetByLabel("Format").SelectOptionAsync("vtt");
        await Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("<v ANNA>has never been surpassed");
        var share = await client.PostAsync($"v1/transcriptions/{id}/shares", new { audio = true });
        var secret = share.GetProperty("url").GetString()!.Split('#')[1];
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/shared#{secret}").AbsoluteUri);
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpassed <img src=x onerror=alert(1)>!");
        var reader = new Reader(visit);
        await reader.UntilAsync("document.querySelector('video')?.duration > 1");
        await reader.ClickAsync("surpassed");
        var start = tokens.Single(token => token.GetProperty("text").GetString() == " surpassed").GetProperty("start_ms").GetInt32();
        await reader.UntilAsync($"document.querySelector('video').currentTime > {start} / 1000");
    }
}
