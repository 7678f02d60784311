using System.Text.Json;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>A passage that is transcribed again.</summary>
public sealed class PassageTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task A_passage_is_transcribed_again_with_a_term_compared_used_and_undone_and_leaves_nothing_behind()
    {
        await using var desk = await Desk.StartAsync(chromium, server);
        var original = await desk.TranscriptAsync();
        var text = original.GetProperty("text").GetString()!;
        await desk.SaveAsync(new { @base = 0, tokens = original.GetProperty("tokens").EnumerateArray().Select(Misheard) });
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        var (keyboard, article, dialog) = (visit.Page.Keyboard, Desk.Article(visit), visit.Page.GetByRole(AriaRole.Dialog));
        await Expect(article).ToContainTextAsync("Misheard");

        var now = dialog.GetByRole(AriaRole.Region, new() { Name = "Now" });
        await article.FocusAsync();
        await keyboard.PressAsync("r");
        await dialog.GetByLabel("Names and terms").FillAsync("Hansard");
        await visit.MustBeAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Transcribe", Exact = true }).ClickAsync();
        var use = dialog.GetByRole(AriaRole.Button, new() { Name = "Use it" });
        await Expect(use).ToBeVisibleAsync();
        await Expect(now).ToContainTextAsync("Misheard");
        await new Pictures(visit.Page, "wide").TakeAsync("passage");
        await visit.MustBeAccessibleAsync();
        var helper = Assert.Single(await OthersAsync(desk));
        Assert.Equal("Hansard", helper.GetProperty("context").GetProperty("terms")[0].GetString());
        await use.FocusAsync();
        await keyboard.PressAsync("Enter");

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(article).Not.ToContainTextAsync("Misheard");
        await Expect(article).ToContainTextAsync(text.Split(' ')[^1]);
        await LibraryClient.UntilAsync(async () => (await OthersAsync(desk)).Count == 0);
        await keyboard.PressAsync("Control+z");
        await Expect(article).ToContainTextAsync("Misheard");
        await keyboard.PressAsync("Control+Shift+Z");
        await keyboard.PressAsync("Control+s");
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.DoesNotContain("Misheard", await desk.TextAsync("?revision=latest"), StringComparison.Ordinal);

        // It may end while it is being cancelled.
        visit.Expect("409");

        // A word that is selected; a reload while it is transcribed, or compared.
        await visit.Page.EvaluateAsync(
            "([word]) => getSelection().setBaseAndExtent(word.firstChild, 0, word.firstChild, word.textContent.indexOf(' '))",
            new[] { await Desk.Paragraph(visit, 0).ElementHandleAsync() });
        await visit.Button("Transcribe again").ClickAsync();
        await Expect(now.GetByRole(AriaRole.Paragraph)).ToHaveTextAsync(text.Split(' ')[0]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Transcribe", Exact = true }).ClickAsync();
        await LibraryClient.UntilAsync(async () => (await OthersAsync(desk)).Count == 1);
        await LibraryClient.UntilAsync(() => IsNotedAsync(visit));
        await visit.Page.ReloadAsync();
        await LibraryClient.UntilAsync(async () => (await OthersAsync(desk)).Count == 0);
        await LibraryClient.UntilAsync(async () => !await IsNotedAsync(visit));
    }

    [Fact]
    public async Task A_part_or_a_text_that_the_server_refuses_is_told_of_with_its_reason_in_the_users_language()
    {
        // Somebody has corrected the times, too: the recording has not two seconds.
        await using var desk = await Desk.StartAsync(chromium, server, [Reader.Token("Later.", 100_000, 101_000)]);
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        await visit.Page.EvaluateAsync("localStorage['hansard.language'] = 'de'");
        await visit.Page.ReloadAsync();
        var (keyboard, dialog) = (visit.Page.Keyboard, visit.Page.Locator("dialog"));
        await Expect(Desk.Article(visit)).ToContainTextAsync("Later.");

        await Desk.Article(visit).FocusAsync();
        await keyboard.PressAsync("r");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Transkribieren", Exact = true }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("Die Aufnahme endet vor ");
        await Expect(dialog).ToContainTextAsync(", wo dieser Teil beginnt.");
        await Expect(dialog).Not.ToContainTextAsync("dekodieren");
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);

        visit.Expect("400");
        await keyboard.PressAsync("b");
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("1\n00:00:02,000 --> 00:00:01,000\nno");
        await dialog.Locator("[type=submit]").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Zeile 2: Das Ende liegt vor dem Anfang.");
    }

    [Fact]
    public async Task Nothing_is_transcribed_again_where_the_recording_is_gone()
    {
        await using var desk = await Desk.StartAsync(chromium, server);
        var file = (await desk.Client.GetAsync($"v1/transcriptions/{desk.Id}")).GetProperty("file_id").GetString();
        await desk.Client.DeleteFileAsync(file!);

        var visit = await desk.VisitAsync("Ada", "?correct=on");

        visit.Expect("404");
        await Expect(visit.Button("Transcribe again: the recording is gone")).ToBeDisabledAsync();
    }

    // That there is a transcription to be deleted.
    private static Task<bool> IsNotedAsync(Visit visit)
        => visit.Page.EvaluateAsync<bool>("Object.keys(sessionStorage).some(key => key.endsWith(':passages'))");

    private static object Misheard(JsonElement token, int index) => new
    {
        text = index == 1 ? " Misheard" : token.GetProperty("text").GetString(),
        start_ms = token.GetProperty("start_ms").GetInt32(),
        end_ms = token.GetProperty("end_ms").GetInt32(),
        confidence = token.GetProperty("confidence").GetDouble(),
        speaker = "1",
        language = "en",
    };

    private static async Task<IReadOnlyList<JsonElement>> OthersAsync(Desk desk)
        => [.. (await desk.Client.TranscriptionsAsync()).Where(item => item.GetProperty("id").GetString() != desk.Id)];
}
