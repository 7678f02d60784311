using System.Globalization;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Library;

/// <summary>Ways by which recordings come into the library, other than files; and again.</summary>
public sealed class LibraryAddTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task Addresses_that_are_pasted_are_shown_checked_and_transcribed_with_the_options()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/?options");
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        using var client = new LibraryClient(visit.Root, key);
        await visit.Page.GetByLabel("Sound track").SelectOptionAsync("all");
        await visit.Page.GetByLabel("Name people whose voices are known").CheckAsync();
        await visit.Heading("Library").ClickAsync();
        await visit.Page.EvaluateAsync(
            """
            () => {
              const clipboardData = new DataTransfer()
              clipboardData.setData('text/plain', 'https://example.invalid/one.mp3\nhttps://example.invalid/two.mp3')
              document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
            }
            """);
        var field = visit.Page.GetByLabel("Addresses of recordings");
        await Expect(field).ToHaveValueAsync("https://example.invalid/one.mp3\nhttps://example.invalid/two.mp3");

        await field.FillAsync("https://example.invalid/one.mp3\njavascript:alert(1)");
        await visit.Button("Transcribe").And(visit.Page.GetByText("Transcribe", new() { Exact = true })).ClickAsync();
        await Expect(visit.Page.GetByText("This is no address that begins with https:// or http://: javascript:alert(1)"))
            .ToBeVisibleAsync();
        await Expect(field).ToBeFocusedAsync();
        await visit.MustBeAccessibleAsync();
        Assert.Empty(await client.TranscriptionsAsync());
        await visit.Page.ReloadAsync();
        await Expect(field).ToHaveValueAsync("https://example.invalid/one.mp3\njavascript:alert(1)");
        await field.FillAsync("https://example.invalid/one.mp3\nhttps://example.invalid/two.mp3");
        await visit.Button("Transcribe").And(visit.Page.GetByText("Transcribe", new() { Exact = true })).ClickAsync();

        await Expect(visit.Link("one.mp3")).ToBeVisibleAsync();
        await Expect(visit.Link("two.mp3")).ToBeVisibleAsync();
        await Expect(field).ToHaveCountAsync(0);
        var created = await client.TranscriptionsAsync();
        Assert.Equal(
            ["https://example.invalid/two.mp3", "https://example.invalid/one.mp3"],
            created.Select(transcription => transcription.GetProperty("audio_url").GetString()));
    }

    [Fact]
    public async Task What_the_microphone_hears_is_recorded_with_its_level_and_transcribed()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        await visit.Context.GrantPermissionsAsync(["microphone"]);
        await visit.SignInAsync(await server.NewKeyAsync());
        await visit.Button("Record").ClickAsync();
        var level = visit.Page.GetByRole(AriaRole.Meter);
        await Expect(level).ToBeVisibleAsync();
        await LibraryClient.UntilAsync(async () => double.Parse(
            await level.GetAttributeAsync("value") ?? "0", CultureInfo.InvariantCulture) > 0);
        await visit.MustBeAccessibleAsync();
        await visit.Button("Stop and transcribe").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Link).Filter(new() { HasTextRegex = new("^Recording 20.*webm$") })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(level).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_microphone_that_is_refused_is_said()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server);

        await visit.Button("Record").ClickAsync();

        await Expect(visit.Page.GetByText("The browser does not let this page use the microphone.")).ToBeVisibleAsync();
        await Expect(visit.Button("Record")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_failed_one_is_tried_again_and_the_recording_stays_until_the_last_of_both_is_deleted()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        using var client = new LibraryClient(visit.Root, key);
        await visit.ChooseAsync(typeof(LibraryAddTests).Assembly.Location);
        await Expect(visit.Page.GetByText("Failed", new() { Exact = true })).ToBeVisibleAsync();

        await visit.Button("Transcribe Hansard.Web.Tests.dll again").ClickAsync();
        await Expect(visit.Page.GetByText("Failed", new() { Exact = true })).ToHaveCountAsync(2);
        await visit.Button("Delete Hansard.Web.Tests.dll").First.ClickAsync();
        await LibraryClient.UntilAsync(async () => (await client.TranscriptionsAsync()).Count == 1);
        Assert.Equal(1, (await client.GetAsync("v1/files/count")).GetProperty("total").GetInt32());
        await visit.Button("Delete Hansard.Web.Tests.dll").ClickAsync();

        await LibraryClient.UntilAsync(async () => (await client.GetAsync("v1/files/count")).GetProperty("total").GetInt32() == 0);
    }

    [Fact]
    public async Task The_list_is_sorted_as_its_address_says()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        using var client = new LibraryClient(visit.Root, key);
        foreach (var name in (string[])["take 10.wav", "take 9.wav"]) await client.TranscribeAsync(name);
        using var nothing = new ByteArrayContent([1, 2, 3]);
        await client.CreateAsync("Broken.wav", nothing);
        await Expect(visit.Page.GetByText("Failed", new() { Exact = true })).ToBeVisibleAsync();
        var names = visit.Page.Locator("a.name");
        await Expect(names).ToHaveTextAsync(["Broken.wav", "take 9.wav", "take 10.wav"]);

        await visit.Page.GetByLabel("Sort by").SelectOptionAsync("name");
        await visit.Page.ReloadAsync();
        await Expect(names).ToHaveTextAsync(["Broken.wav", "take 9.wav", "take 10.wav"]);
        await visit.Page.GetByLabel("Sort by").SelectOptionAsync("length");
        await Expect(names).ToHaveTextAsync(["take 9.wav", "take 10.wav", "Broken.wav"]);

        Assert.EndsWith("?sort=length", visit.Page.Url, StringComparison.Ordinal);
    }
}
