using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Library;

public sealed class LibraryTests(Chromium chromium, WebServer server)
{
    [Fact]
    public async Task A_recording_that_is_added_is_transcribed_and_its_text_can_be_read_and_linked_to()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server);

        await visit.TranscribeAsync();
        await visit.Link("en_LJ001-0008.wav").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        await Expect(visit.Page.GetByText("Speaker 1")).ToBeVisibleAsync();
        await Expect(visit.Page).ToHaveTitleAsync("en_LJ001-0008.wav · Hansard");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("surpass");
        await visit.Page.GoBackAsync();
        await Expect(visit.Heading("Library")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_recording_that_is_dropped_anywhere_on_the_page_is_uploaded()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server);
        await visit.DropAsync("header", Visit.Recording, "dropped.wav");

        await Expect(visit.Link("dropped.wav")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_is_no_recording_ends_with_the_reason_in_its_row()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server);

        await visit.ChooseAsync(typeof(LibraryTests).Assembly.Location);

        await Expect(visit.Page.GetByText("This file cannot be decoded")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Failed", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_options_go_with_the_recording_and_are_remembered()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await visit.Page.GetByText("Options", new() { Exact = true }).ClickAsync();
        await visit.Page.GetByLabel("Languages spoken").SelectOptionAsync("en");
        await visit.Button("Add").And(visit.Page.GetByText("Add", new() { Exact = true })).ClickAsync();
        await visit.Page.GetByLabel("Only these languages").CheckAsync();
        await visit.Page.GetByLabel("Number of speakers").SelectOptionAsync("2");
        await visit.Page.GetByLabel("Translate into").SelectOptionAsync("pt");
        await visit.Page.GetByLabel("Names and terms").FillAsync("Gutenberg\n\n  Caslon \n");

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByLabel("Names and terms")).ToHaveValueAsync("Gutenberg\n\n  Caslon \n");
        await visit.TranscribeAsync();

        var created = (await TranscriptionsAsync(key)).Single();
        Assert.Equal("en", created.GetProperty("language_hints")[0].GetString());
        Assert.True(created.GetProperty("enable_speaker_diarization").GetBoolean());
        Assert.Equal(
            ["Gutenberg", "Caslon"], created.GetProperty("context").GetProperty("terms").EnumerateArray().Select(term => term.GetString()));
        await visit.Link("en_LJ001-0008.wav").ClickAsync();
        await Expect(visit.Page.Locator("p[lang=pt]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_deletion_is_undone_within_its_time_and_carried_out_with_the_recording_when_the_page_is_left()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await visit.TranscribeAsync();
        var row = visit.Link("en_LJ001-0008.wav");

        await visit.Button("Delete en_LJ001-0008.wav").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await visit.Button("Undo").ClickAsync();
        await Expect(row).ToBeVisibleAsync();
        Assert.Single(await TranscriptionsAsync(key));

        await visit.Button("Delete en_LJ001-0008.wav").ClickAsync();
        await visit.Page.GotoAsync("about:blank");
        await UntilAsync(async () => (await TranscriptionsAsync(key)).Count == 0 && await CountAsync(key, "files") == 0);
    }

    [Fact]
    public async Task A_deletion_that_nobody_undoes_is_carried_out()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await visit.TranscribeAsync();

        await visit.Button("Delete en_LJ001-0008.wav").ClickAsync();

        await UntilAsync(async () => await CountAsync(key, "transcriptions") == 0 && await CountAsync(key, "files") == 0);
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_name_with_markup_is_shown_as_it_is()
    {
        const string name = "<img src=x onerror=alert(1)>.wav";
        await using var visit = await Visit.SignedInAsync(chromium, server);
        await visit.FileInput.SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "audio/wav", Buffer = await File.ReadAllBytesAsync(Visit.Recording) });

        await visit.Link(name).ClickAsync();

        await Expect(visit.Heading(name)).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition()) await Task.Delay(100, limit.Token);
    }

    private async Task<IReadOnlyList<JsonElement>> TranscriptionsAsync(string key)
        => [.. (await GetAsync(key, "v1/transcriptions")).GetProperty("transcriptions").EnumerateArray()];

    private async Task<int> CountAsync(string key, string resource)
        => (await GetAsync(key, $"v1/{resource}/count")).GetProperty("total").GetInt32();

    private async Task<JsonElement> GetAsync(string key, string path)
    {
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.GetFromJsonAsync<JsonElement>(path);
    }
}
