using Hansard.Engine.Tests;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>Doubtful words, one after the other, and what else was heard in their place.</summary>
public sealed class DoubtTests(Chromium chromium, WebServer server)
{
    private static readonly object[] Doubtful =
    [
        Reader.Token("It", 0, 300), Reader.Token(" may", 300, 600, 0.3), Reader.Token(" be", 600, 900),
        Reader.Token(" so,", 900, 1200, 0.5),
        Reader.Token(" or", 1200, 1500), Reader.Token(" not.", 1500, 1800),
    ];

    [Fact]
    public async Task What_else_was_heard_is_chosen_with_the_keyboard_alone_undone_chosen_again_and_saved()
    {
        await using var desk = await Desk.StartAsync(chromium, server, recording: Fixtures.PathOf("audio", "clips", "pt_test_pt.wav"));
        var word = Assert.Single(
            (await desk.Client.GetAsync($"v1/transcriptions/{desk.Id}/alternatives")).GetProperty("words").EnumerateArray());
        var (text, heard) = (word.GetProperty("text").GetString()!.Trim(), word.GetProperty("alternatives").EnumerateArray().ToList());
        var digit = heard.FindIndex(alternative => alternative.GetString() == "nem um") + 1;
        Assert.True(digit > 0);
        var visit = await desk.VisitAsync("Ada");
        var (keyboard, article, popover) = (visit.Page.Keyboard, Desk.Article(visit), Popover(visit));
        await Expect(article).ToContainTextAsync(text);
        await article.FocusAsync();

        await ToAsync(visit, text);
        await Expect(popover.GetByRole(AriaRole.Button, new() { Name = "nem um" })).ToBeVisibleAsync();
        await new Pictures(visit.Page, "wide").TakeAsync("doubt");
        await visit.MustBeAccessibleAsync();
        await keyboard.PressAsync($"{digit}");
        await Expect(popover).ToHaveCountAsync(0);
        await Expect(article).ToContainTextAsync("nem um");
        await Expect(article).Not.ToContainTextAsync(text);
        await Expect(visit.Page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await keyboard.PressAsync("Control+z");
        await Expect(article).ToContainTextAsync(text);
        await ToAsync(visit, text);
        await Expect(popover.GetByRole(AriaRole.Button, new() { Name = "nem um" })).ToBeVisibleAsync();
        for (var i = 0; i < digit; i++) await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        await Expect(article).ToContainTextAsync("nem um");
        await keyboard.PressAsync("Control+s");
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();

        Assert.Contains("nem um", await desk.TextAsync("?revision=latest"), StringComparison.Ordinal);
        Assert.Contains(text, await desk.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doubtful_word_is_accepted_or_typed_and_the_tab_key_leads_out_of_them()
    {
        await using var desk = await Desk.StartAsync(chromium, server, Doubtful);
        var visit = await desk.VisitAsync("Ada");
        var (keyboard, article, popover) = (visit.Page.Keyboard, Desk.Article(visit), Popover(visit));
        await Expect(article).ToContainTextAsync("It may be so, or not.");
        await article.FocusAsync();

        // Out of them: after the last one, and by Escape.
        await ToAsync(visit, "may");
        await Expect(popover).ToContainTextAsync("Nothing else was heard here.");
        await visit.MustBeAccessibleAsync();
        await ToAsync(visit, "so,");
        await keyboard.PressAsync("Shift+Tab");
        await Expect(popover).ToContainTextAsync("may");
        await ToAsync(visit, "so,");
        await keyboard.PressAsync("Tab");
        await Expect(popover).ToHaveCountAsync(0);
        await Expect(article).Not.ToBeFocusedAsync();
        await keyboard.PressAsync("Shift+Tab");
        await Expect(article).ToBeFocusedAsync();
        await keyboard.PressAsync("Shift+Tab");
        await Expect(popover).ToContainTextAsync("may");
        await keyboard.PressAsync("Escape");
        await Expect(article).ToBeFocusedAsync();
        await keyboard.PressAsync("Tab");
        await Expect(popover).ToHaveCountAsync(0);
        await Expect(article).Not.ToBeFocusedAsync();

        // Accepted by Enter, also after a reload; the other is typed over.
        await article.FocusAsync();
        await ToAsync(visit, "may");
        await keyboard.PressAsync("Enter");
        await Expect(popover).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await article.FocusAsync();
        await ToAsync(visit, "so,");
        await keyboard.TypeAsync("thus,");
        await Expect(Desk.Field(visit)).ToHaveValueAsync("It may be thus, or not.");
        var save = await visit.Page.RunAndWaitForRequestAsync(
            () => keyboard.PressAsync("Control+s"), request => request.Method == "POST" && request.Url.EndsWith("/revisions"));
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.Contains("\"confirmed\":[{\"start_ms\":300,\"end_ms\":600}]", save.PostData, StringComparison.Ordinal);

        var tokens = (await desk.TranscriptAsync("?revision=latest")).GetProperty("tokens").EnumerateArray();
        Assert.All(tokens, token => Assert.True(token.GetProperty("confidence").GetDouble() >= 0.9));
        Assert.Equal("It may be thus, or not.", await desk.TextAsync("?revision=latest"));
        await Expect(visit.Page.GetByRole(AriaRole.Spinbutton)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_word_that_was_found_right_and_then_replaced_leaves_the_other_as_doubtful_as_it_is()
    {
        await using var desk = await Desk.StartAsync(chromium, server, Doubtful);
        var visit = await desk.VisitAsync("Ada");
        var (keyboard, article) = (visit.Page.Keyboard, Desk.Article(visit));
        await Expect(article).ToContainTextAsync("It may be so, or not.");
        await article.FocusAsync();
        await ToAsync(visit, "may");
        await keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await keyboard.PressAsync("e");
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await Desk.Field(visit).FillAsync("It will be so, or not.");

        var save = await visit.Page.RunAndWaitForRequestAsync(
            () => keyboard.PressAsync("Control+s"), request => request.Method == "POST" && request.Url.EndsWith("/revisions"));

        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.DoesNotContain("confirmed", save.PostData, StringComparison.Ordinal);
    }

    // A machine that is busy loads what is shown slowly.
    private static async Task ToAsync(Visit visit, string word)
    {
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(Popover(visit).Locator("strong")).ToHaveTextAsync(word);
        await Expect(Popover(visit).GetByRole(AriaRole.Button).First).ToBeFocusedAsync();
    }

    private static ILocator Popover(Visit visit) => visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Doubtful word:" });
}
