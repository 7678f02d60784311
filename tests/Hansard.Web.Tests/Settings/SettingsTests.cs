using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Settings;

public sealed class SettingsTests(Chromium chromium, WebServer server)
{
    private const string Person = "Ada <b>Lovelace</b>";

    [Fact]
    public async Task The_settings_show_what_the_key_has_used_and_stored_and_the_models_it_may_use()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/settings/usage");
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        await client.TranscribeAsync("speech.wav");
        await visit.SignInAsync(key);

        var usage = visit.Page.GetByRole(AriaRole.Row, new() { Name = "Total" });
        await Expect(usage.GetByRole(AriaRole.Cell).First).ToHaveTextAsync("1");
        await Expect(visit.Page.GetByText("1 file · ")).ToBeVisibleAsync();
        await visit.Link("Models").ClickAsync();
        await Expect(visit.Page.GetByText("Translates into").First).ToBeVisibleAsync();
        await visit.Page.GetByText(" languages").First.ClickAsync();
        await Expect(visit.Page.GetByText("Portuguese").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_known_speaker_is_deleted_for_good_after_a_question_and_only_then()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/settings/speakers");
        var key = await server.NewKeyAsync();
        using var client = new LibraryClient(visit.Root, key);
        using var recording = new LongRecording(TimeSpan.FromSeconds(20));
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(recording.File));
        var file = await client.UploadAsync("voice.wav", content);
        await client.PostAsync("v1/known-speakers", new { name = Person, file_id = file });
        await visit.SignInAsync(key);
        var delete = visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Delete {Person}", Exact = true });

        await delete.ClickAsync();
        var question = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync($"Delete {Person} completely?");
        await visit.MustBeAccessibleAsync();
        await Expect(visit.Button("Cancel")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(question).ToBeHiddenAsync();
        await Expect(delete).ToBeFocusedAsync();
        Assert.Equal(1, (await client.GetAsync("v1/known-speakers")).GetProperty("known_speakers").GetArrayLength());
        await delete.ClickAsync();
        await visit.Button("Delete for good").ClickAsync();

        await Expect(visit.Page.GetByText("Nobody's voice is known.")).ToBeVisibleAsync();
        Assert.Equal(0, (await client.GetAsync("v1/known-speakers")).GetProperty("known_speakers").GetArrayLength());
    }

    [Fact]
    public async Task A_part_that_cannot_be_had_says_why_beside_the_others()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        visit.Expect("500");
        await visit.Page.RouteAsync("**/v1/usage/summary*", route => route.FulfillAsync(
            new() { Status = 500, Body = """{"error_type":"internal_error","message":"x","request_id":"r-17"}""" }));
        await visit.SignInAsync(await server.NewKeyAsync());
        await visit.Link("Settings").ClickAsync();
        await visit.Link("Usage and storage").ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("r-17");
        await Expect(visit.Page.GetByText("0 files")).ToBeVisibleAsync();
        await visit.Page.UnrouteAsync("**/v1/usage/summary*");
        await visit.Button("Try again").ClickAsync();

        await Expect(visit.Page.GetByText("Nothing has been transcribed in these days.")).ToBeVisibleAsync();
    }
}
