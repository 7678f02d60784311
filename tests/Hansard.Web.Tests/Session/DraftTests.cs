using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Correction;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Session;

/// <summary>What is not saved, and whose it is.</summary>
public sealed class DraftTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task A_correction_is_kept_for_the_project_whose_key_is_refused_and_for_nobody_after_its_user_has_signed_out()
    {
        await using var desk = await Desk.StartAsync(chromium, server);
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        visit.Expect("401");
        visit.Expect("404");
        await TypeAsync(visit, "Mine alone.");

        // A key that is refused takes nothing away.
        await desk.RevokeAsync("Ada");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("Your key is no longer accepted.")).ToBeVisibleAsync();
        await visit.SignInAsync(await desk.KeyAsync("Ada again"));
        await Expect(Desk.Article(visit)).ToContainTextAsync("Mine alone.");

        // Whoever signs out is asked.
        await visit.Button("Sign out").First.ClickAsync();
        var question = visit.Page.Locator("dialog");
        await Expect(question).ToContainTextAsync("Sign out and lose what is not saved?");
        await visit.MustBeAccessibleAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(question).ToHaveCountAsync(0);
        await Expect(Desk.Article(visit)).ToContainTextAsync("Mine alone.");
        await visit.Button("Sign out").First.ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Sign out all the same" }).ClickAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        Assert.Equal("{}", await StoredAsync(visit));
        await visit.SignInAsync(await desk.KeyAsync("Bob"));
        await Expect(Desk.Article(visit)).ToContainTextAsync("surpass");
        await Expect(Desk.Article(visit)).Not.ToContainTextAsync("Mine alone.");

        // What was discarded does not come back.
        await TypeAsync(visit, "Nobody's.");
        await visit.Button("Discard").ClickAsync();
        await Expect(Desk.Article(visit)).ToContainTextAsync("surpass");
        Assert.DoesNotContain("Nobody's.", await StoredAsync(visit), StringComparison.Ordinal);
        await visit.Button("Correct").ClickAsync();
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Desk.Paragraph(visit, 0)).ToBeVisibleAsync();

        // People of another project have nothing of it in their tab.
        await TypeAsync(visit, "Bob's alone.");
        await desk.RevokeAsync("Bob");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("Your key is no longer accepted.")).ToBeVisibleAsync();
        Assert.Contains("Bob's alone.", await StoredAsync(visit), StringComparison.Ordinal);
        await visit.SignInAsync(await server.NewKeyAsync());
        await Expect(visit.Page.GetByText("This transcription does not exist.")).ToBeVisibleAsync();
        Assert.DoesNotContain("Bob's alone.", await StoredAsync(visit), StringComparison.Ordinal);
    }

    private static async Task TypeAsync(Visit visit, string text)
    {
        await Desk.Paragraph(visit, 0).ClickAsync();
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await Desk.Field(visit).FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Desk.Paragraph(visit, 0)).ToHaveTextAsync(text);
    }

    private static Task<string> StoredAsync(Visit visit) => visit.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)");
}
