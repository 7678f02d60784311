using System.Globalization;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Session;

/// <summary>Markup and scripts in every name, text, term, tag and note that a colleague, or another program, can store.</summary>
public sealed class StoredMarkupTests(Chromium chromium, WebServer server)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.5);

    private static readonly string[] Views =
    [
        "app/", "app/live", "app/settings", "app/settings/usage", "app/settings/vocabulary", "app/settings/models", "app/settings/speakers",
        "app/settings/webhooks", "app/settings/projects", "app/settings/nodes", "app/settings/server",
    ];

    [Theory]
    [InlineData("<img src=x onerror=struck=1>")]
    [InlineData("\"><svg onload=struck=1>")]
    [InlineData("</title></textarea><script>struck=1</script>")]
    [InlineData("javascript:struck=1//{{struck=1}}")]
    public async Task Is_shown_as_it_is_in_every_view(string markup)
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewAdministratorAsync();
        using var client = new LibraryClient(visit.Root, key);
        var id = await StoreAsync(client, markup);
        await visit.SignInAsync(key);
        await Expect(visit.Button("Sign out").First).ToBeVisibleAsync();
        await Expect(Shown(visit, markup)).ToBeVisibleAsync();
        foreach (var view in Views.Append($"app/transcriptions/{id}").Append($"app/?q={Uri.EscapeDataString(markup)}"))
        {
            await visit.Page.GotoAsync(new Uri(visit.Root, view).AbsoluteUri);
            await Expect(visit.Page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();

            // The network is never idle, as events are listened to: what comes after the heading has this time to do harm.
            await Task.Delay(Rest, TestContext.Current.CancellationToken);
            if (view.Contains("transcriptions", StringComparison.Ordinal) || view.EndsWith("vocabulary", StringComparison.Ordinal))
                await Expect(Shown(visit, markup)).ToBeVisibleAsync();
            Assert.True(await visit.Page.EvaluateAsync<bool>("typeof struck === 'undefined'"), $"A script has run in {view}.");
            Assert.Equal(0, await visit.Page.Locator("img[src=x], svg[onload], [href^='javascript:']").CountAsync());
        }
    }

    private static async Task<string> StoreAsync(LibraryClient client, string markup)
    {
        // A name is the last segment of a path, and stands in quotes in a form.
        var name = markup.Replace("/", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        var id = await client.TranscribeAsync(name);
        await client.LabelAsync(id, new { tags = new[] { markup }, notes = $"{markup}\n{markup}" });
        await client.CorrectAsync(id, markup, Reader.Token(markup, 0, 400, speaker: "1"));
        await client.PostAsync("v1/vocabulary", new { terms = new[] { markup } });
        var project = await client.PostAsync("v1/admin/projects", new { name = Numbered(markup) });
        await client.PostAsync($"v1/admin/projects/{project.GetProperty("id").GetString()}/keys", new { name = markup });
        await client.PostAsync($"v1/transcriptions/{id}/shares", new { });
        return id;
    }

    // Where it can be chosen, it is in a list that is closed.
    private static ILocator Shown(Visit visit, string markup) => visit.Page.GetByText(markup).Filter(new() { Visible = true }).First;

    // Names of projects are the server's.
    private static string Numbered(string markup)
        => string.Create(CultureInfo.InvariantCulture, $"{markup}{Environment.TickCount64 % 100_000}");
}
