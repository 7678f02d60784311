using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Settings;

public sealed class VocabularyTests(Chromium chromium, WebServer server)
{
    private const string Markup = "<b>Zestoretic</b>";

    [Fact]
    public async Task Terms_are_pasted_found_changed_deleted_and_brought_back_and_are_written_in_the_next_transcript()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/settings/vocabulary");
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        await visit.SignInAsync(key);
        var pasted = visit.Page.GetByLabel("New terms");
        await pasted.FillAsync($"Surpased\n  {Markup} \n\nÉlodie\nSurpased\n");

        // What is not added yet outlives a reload.
        await visit.Page.ReloadAsync();
        await Expect(pasted).ToHaveValueAsync($"Surpased\n  {Markup} \n\nÉlodie\nSurpased\n");
        await visit.Button("Add").ClickAsync();
        await Expect(visit.Page.GetByText("3 terms added.")).ToBeVisibleAsync();
        await Expect(Shown(Markup)).ToBeVisibleAsync();
        await Expect(pasted).ToHaveValueAsync("");

        await visit.Page.GetByLabel("Find a term").FillAsync("elo");
        await Expect(visit.Page.GetByText("1 of 3 terms")).ToBeVisibleAsync();
        Assert.Contains("find=elo", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.GetByLabel("Find a term").FillAsync("");

        await visit.Button("Edit Surpased").ClickAsync();
        var field = visit.Page.GetByLabel("New spelling of Surpased");
        await Expect(field).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Button("Edit Surpased")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await field.FillAsync("Surpassed");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(Shown("Surpassed")).ToBeVisibleAsync();
        await Expect(Shown("Surpased")).ToHaveCountAsync(0);

        await visit.Button($"Delete {Markup}").ClickAsync();
        await Expect(visit.Page.GetByText("2 terms", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(["Surpassed", "Élodie"], await TermsAsync(client));
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Page.GetByText("3 terms", new() { Exact = true })).ToBeVisibleAsync();

        // The real engine writes the word as the project does; a recording whose options switch that off has its own way.
        var id = await client.TranscribeAsync("speech.wav");
        var text = (await client.GetAsync($"v1/transcriptions/{id}/transcript")).GetProperty("text").GetString();
        Assert.Contains("Surpassed", text, StringComparison.Ordinal);
        await visit.Link("Library").ClickAsync();
        await visit.Page.GetByText("Options", new() { Exact = true }).ClickAsync();
        await visit.Page.GetByLabel("Use the project's vocabulary").UncheckAsync();
        await visit.ChooseAsync(Visit.Recording);
        await LibraryClient.UntilAsync(async () => (await client.TranscriptionsAsync()) is [var latest, _]
            && latest.GetProperty("status").GetString() == "completed");
        var second = (await client.TranscriptionsAsync())[0].GetProperty("id").GetString();
        text = (await client.GetAsync($"v1/transcriptions/{second}/transcript")).GetProperty("text").GetString();
        Assert.Contains("surpassed", text, StringComparison.Ordinal);

        ILocator Shown(string term) => visit.Page.Locator("li > span", new() { HasTextString = term });
    }

    private static async Task<string?[]> TermsAsync(LibraryClient client)
    {
        var terms = (await client.GetAsync("v1/vocabulary")).GetProperty("terms").EnumerateArray();
        return [.. terms.Select(term => term.GetProperty("term").GetString())];
    }
}
