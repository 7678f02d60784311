using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>Words that are corrected more than once.</summary>
public sealed class TermOfferTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task What_is_corrected_twice_is_offered_for_the_vocabulary_and_what_is_dismissed_never_again()
    {
        object[] tokens =
        [
            .. "Smyth saw Jonson. Then Smyth met Jonson.".Split(' ').Select(
                (word, i) => Reader.Token(i == 0 ? word : $" {word}", 300 * i, (300 * i) + 200)),
        ];
        await using var desk = await Desk.StartAsync(chromium, server, tokens);
        var visit = await desk.VisitAsync("Ada", "?correct=on&find=");
        await ReplaceAsync("Smyth", "<b>Smithson</b>");
        await ReplaceAsync("Jonson", "Johnson");

        await visit.Button("Save corrections").ClickAsync();

        await Expect(visit.Page.GetByText("instead of “Jonson”, 2 times")).ToBeVisibleAsync();
        await visit.MustBeAccessibleAsync();
        await visit.Button("Not this one: Johnson").ClickAsync();
        await Expect(visit.Page.GetByText("instead of “Jonson”")).ToHaveCountAsync(0);
        await visit.Button("Add b>Smithson</b").ClickAsync();
        await Expect(visit.Page.GetByText("Add to the vocabulary of the project?")).ToHaveCountAsync(0);
        var term = (await desk.Client.GetAsync("v1/vocabulary")).GetProperty("terms")[0];
        Assert.Equal("b>Smithson</b", term.GetProperty("term").GetString());
        Assert.Equal(0, (await desk.Client.GetAsync("v1/vocabulary/suggestions")).GetProperty("suggestions").GetArrayLength());

        async Task ReplaceAsync(string text, string by)
        {
            await visit.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Find in the transcript" }).FillAsync(text);
            await Expect(visit.Page.GetByText("1 of 2")).ToBeVisibleAsync();
            await visit.Page.GetByLabel("Replace by").FillAsync(by);
            await visit.Button("Replace all").ClickAsync();
            await Expect(Desk.Article(visit)).ToContainTextAsync(by);
        }
    }
}
