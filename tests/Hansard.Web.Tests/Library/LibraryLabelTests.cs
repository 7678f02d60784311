using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Library;

/// <summary>Tags and notes of transcriptions.</summary>
public sealed class LibraryLabelTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task The_keyboard_alone_tags_and_notes_a_transcription_and_a_reload_loses_nothing_of_it()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
        using var client = new LibraryClient(visit.Root, key);
        await client.LabelAsync(await client.TranscribeAsync("first.wav"), new { tags = new[] { "court" } });
        var id = await client.TranscribeAsync("second.wav");
        await Expect(visit.Link("second.wav")).ToBeVisibleAsync();
        var keyboard = visit.Page.Keyboard;
        await keyboard.PressAsync("j");
        await Expect(visit.Link("second.wav")).ToBeFocusedAsync();

        await keyboard.PressAsync("t");
        await Expect(visit.Page.GetByLabel("Tags", new() { Exact = true }).And(visit.Page.Locator("input"))).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("datalist option[value=court]")).ToHaveCountAsync(1);
        await keyboard.TypeAsync("hearing");
        await keyboard.PressAsync("Enter");
        await keyboard.TypeAsync("court");
        await keyboard.PressAsync("Enter");
        await visit.Page.GetByLabel("Notes", new() { Exact = true }).FocusAsync();
        await keyboard.TypeAsync("To be checked.");
        await visit.MustBeAccessibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByLabel("Notes", new() { Exact = true })).ToHaveValueAsync("To be checked.");
        await visit.Page.GetByLabel("Notes", new() { Exact = true }).FocusAsync();
        await keyboard.PressAsync("Control+Enter");

        await Expect(visit.Page.GetByText("Tags and notes of second.wav are saved.")).ToBeVisibleAsync();
        var saved = await client.GetAsync($"v1/transcriptions/{id}");
        Assert.Equal(["hearing", "court"], saved.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("To be checked.", saved.GetProperty("notes").GetString());
    }

    [Fact]
    public async Task Labels_that_another_client_changes_appear_by_themselves_and_find_all_that_have_them()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        using var client = new LibraryClient(visit.Root, key);
        await client.TranscribeAsync("other.wav");
        var id = await client.TranscribeAsync("speech.wav");
        await visit.Button("Details of speech.wav").ClickAsync();
        await Expect(visit.Page.GetByLabel("Notes", new() { Exact = true })).ToHaveValueAsync("");

        await client.LabelAsync(id, new { tags = new[] { "court" }, notes = "From elsewhere." });

        await Expect(visit.Page.GetByLabel("Notes", new() { Exact = true })).ToHaveValueAsync("From elsewhere.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "court", Exact = true }).ClickAsync();
        await Expect(visit.Link("other.wav")).ToHaveCountAsync(0);
        await Expect(visit.Link("speech.wav")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_meets_anothers_shows_both_versions_and_overwrites_neither(bool hasStream)
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        foreach (var refused in (string[])["404", "409"]) visit.Expect(refused);
        if (!hasStream) await visit.Page.RouteAsync("**/v1/events*", route => route.FulfillAsync(new() { Status = 404 }));
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await client.TranscribeAsync("speech.wav");
        await visit.SignInAsync(key);
        await visit.Button("Details of speech.wav").ClickAsync();
        await visit.Page.GetByLabel("Notes", new() { Exact = true }).FillAsync("Mine.");

        await client.LabelAsync(id, new { tags = new[] { "theirs" }, notes = "Theirs." });
        if (!hasStream) await visit.Button("Save").ClickAsync();

        var conflict = visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Somebody else has changed this meanwhile" });
        await Expect(conflict).ToContainTextAsync("Theirs.");
        await Expect(conflict).ToContainTextAsync("Mine.");
        await Expect(visit.Page.GetByLabel("Notes", new() { Exact = true })).ToHaveValueAsync("Mine.");
        Assert.Equal("Theirs.", (await client.GetAsync($"v1/transcriptions/{id}")).GetProperty("notes").GetString());
        await visit.MustBeAccessibleAsync();
        await visit.Button("Keep both").ClickAsync();
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Page.GetByText("are saved.")).ToBeVisibleAsync();
        var saved = await client.GetAsync($"v1/transcriptions/{id}");
        Assert.Equal("Theirs.\n\nMine.", saved.GetProperty("notes").GetString());
        Assert.Equal("theirs", saved.GetProperty("tags")[0].GetString());
    }
}
