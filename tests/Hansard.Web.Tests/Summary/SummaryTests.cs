using Hansard.Server.Projects;
using Hansard.Server.Tests.Summaries;
using Hansard.Web.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Summary;

public sealed class SummaryTests(Chromium chromium)
{
    private const string Text = "It was <img src=x onerror=alert(1)> never surpassed.";

    [Fact]
    public async Task A_summary_is_written_when_it_is_asked_for_and_leads_to_its_passages()
    {
        await using var chat = await ChatStandIn.StartAsync(_ => ChatStandIn.Statements((Text, [1]), ("Nobody said this.", [])));
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        await using (var host = await WebServer.StartAsync(data, options =>
        {
            options.Summaries.BaseAddress = chat.Address;
            options.Summaries.Model = "a-model";
        }))
        {
            var key = await host.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("of the test", "browser");
            await using var visit = await Visit.StartAsync(chromium, host.Address);
            await visit.SignInAsync(key);
            await visit.TranscribeAsync();
            await visit.Link(Path.GetFileName(Visit.Recording)).ClickAsync();
            await visit.Page.Locator("summary").GetByText("Summary").ClickAsync();
            await Expect(visit.Page.GetByText($"is sent to {chat.Address.GetLeftPart(UriPartial.Authority)} (a-model)")).ToBeVisibleAsync();
            Assert.Empty(chat.Asked);

            await visit.Page.GetByLabel("Written in").SelectOptionAsync("English");
            await visit.Button("Write it").ClickAsync();

            var panel = visit.Page.Locator("details", new() { HasText = Text });
            await Expect(panel).ToContainTextAsync("1 statement was left out");
            await visit.MustBeAccessibleAsync();
            await visit.Page.ReloadAsync();
            await Expect(panel).ToBeVisibleAsync();
            await panel.GetByRole(AriaRole.Button, new() { Name = "Go to 0:00" }).ClickAsync();
            await Expect(visit.Page.Locator("button.play")).ToHaveAttributeAsync("aria-label", "Pause");
            await visit.Button("Delete the summary").ClickAsync();
            await Expect(panel).ToBeHiddenAsync();
            Assert.Single(chat.Asked);
        }
        data.Delete(recursive: true);
    }
}
