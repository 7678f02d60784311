using System.Text.RegularExpressions;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Search;

public sealed class SearchTests(Chromium chromium, WebServer server)
{
    private const string Markup = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Words_that_were_said_are_found_from_the_keyboard_marked_and_linked_to_at_their_time()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        using var client = await SignInAsync(visit);
        var id = await client.TranscribeAsync("speech.wav");
        await visit.Page.Keyboard.PressAsync("/");
        await Expect(SearchField(visit)).ToBeFocusedAsync();

        await visit.Page.Keyboard.TypeAsync("surpass");

        await Expect(visit.Page.Locator("mark")).ToContainTextAsync("surpass");
        await Expect(visit.Page.GetByText("1 transcription found")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"\?q=surpass$"));
        await visit.MustBeAccessibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(SearchField(visit)).ToHaveValueAsync("surpass");
        var passage = visit.Page.GetByRole(AriaRole.Link).Filter(new() { Has = visit.Page.Locator("mark") });
        Assert.Matches($@"/app/transcriptions/{id}\?t=\d+(\.\d+)?$", (await passage.GetAttributeAsync("href"))!);
        await passage.ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        await visit.Page.GoBackAsync();
        await Expect(visit.Page.Locator("mark")).ToContainTextAsync("surpass");

        // Not a search of one letter less.
        await visit.Page.GoBackAsync();
        await Expect(SearchField(visit)).ToHaveValueAsync("");
        await Expect(visit.Page.Locator("mark")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("a.name")).Not.ToHaveCountAsync(0);
        Assert.DoesNotContain("q=", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transcriptions_are_narrowed_down_by_tag_and_state_and_the_search_is_cleared_again()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        using var client = await SignInAsync(visit);
        await client.LabelAsync(await client.TranscribeAsync("tagged.wav"), new { tags = new[] { "court" } });
        using var nothing = new ByteArrayContent([1, 2, 3]);
        await client.CreateAsync("broken.wav", nothing);
        await Expect(visit.Link("tagged.wav")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Failed", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();

        await visit.Page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("error");
        await Expect(visit.Link("tagged.wav")).ToHaveCountAsync(0);
        await Expect(visit.Link("broken.wav")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Tag", new() { Exact = true }).SelectOptionAsync("court");
        await Expect(visit.Page.GetByText("No transcription has all of what you are looking for.")).ToBeVisibleAsync();
        await visit.MustBeAccessibleAsync();
        await visit.Page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("");
        await Expect(visit.Link("tagged.wav")).ToBeVisibleAsync();
        await Expect(visit.Link("broken.wav")).ToHaveCountAsync(0);
        await visit.Button("Clear search").ClickAsync();

        await Expect(visit.Link("broken.wav")).ToBeVisibleAsync();
        await Expect(SearchField(visit)).ToBeFocusedAsync();
        Assert.DoesNotContain("?", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_that_is_looked_for_or_found_is_shown_as_it_is()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        using var client = await SignInAsync(visit);
        var id = await client.TranscribeAsync($"{Markup}.wav");
        await client.LabelAsync(id, new { tags = new[] { Markup }, notes = $"<script>alert(1)</script>{Markup}" });

        await SearchField(visit).FillAsync(Markup);

        await Expect(visit.Link($"{Markup}.wav")).ToBeVisibleAsync();
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/?tag={Uri.EscapeDataString(Markup)}&open={id}").AbsoluteUri);
        await Expect(visit.Link($"{Markup}.wav")).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Page.Locator("img[src=x]").CountAsync());
    }

    [Fact]
    public async Task A_search_that_fails_says_so_and_can_be_tried_again()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        visit.Expect("503");
        using var client = await SignInAsync(visit);
        await client.TranscribeAsync("speech.wav");
        await visit.Page.RouteAsync("**/v1/search*", route => route.FulfillAsync(
            new() { Status = 503, Body = """{"error_type":"service_unavailable","message":"The disk is full."}""" }));
        await SearchField(visit).FillAsync("surpass");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The server cannot store anything now");
        await visit.Page.UnrouteAsync("**/v1/search*");

        await visit.Button("Try again").First.ClickAsync();

        await Expect(visit.Page.Locator("mark")).ToContainTextAsync("surpass");
    }

    private static ILocator SearchField(Visit visit) => visit.Page.GetByLabel("Search all transcripts");

    private async Task<LibraryClient> SignInAsync(Visit visit)
    {
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
        return new LibraryClient(visit.Root, key);
    }
}
