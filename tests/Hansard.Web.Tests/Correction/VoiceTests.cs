using Hansard.Engine.Tests;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>Voices that are kept from a transcript, to be known again in others.</summary>
public sealed class VoiceTests(Chromium chromium, WebServer server)
{
    private const int Phone = 360;
    private const string Person = "Dr. <img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_voice_is_kept_with_consent_and_a_later_transcript_suggests_the_name_with_its_certainty()
    {
        var recording = Fixtures.PathOf("audio", "clips", "en_LJ001-0001.wav");
        await using var desk = await Desk.StartAsync(chromium, server, recording: recording);
        var visit = await desk.VisitAsync("Ada", "?correct=on", new()
        {
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new() { Width = Phone, Height = 740 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(visit.Button("Speaker 1: change the speaker").First).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("w");
        await dialog.GetByText("Know the voice of Speaker 1 again").ClickAsync();
        await dialog.GetByLabel("This is").FillAsync(Person);
        var keep = dialog.GetByRole(AriaRole.Button, new() { Name = "Keep the voice" });
        await dialog.GetByLabel("How and when the person agreed").FillAsync("In writing, 3 May");
        await Expect(keep).ToBeDisabledAsync();
        await dialog.GetByLabel("The person agrees").CheckAsync();
        await new Pictures(visit.Page, "dark-360").TakeAsync("correction-voice");
        Assert.Equal(Phone, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await visit.MustBeAccessibleAsync();
        await keep.ClickAsync();
        await Expect(visit.Page.GetByText($"The voice of {Person} is known from now on.")).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel($"Name of {Person}")).ToHaveValueAsync(Person);
        var known = (await desk.Client.GetAsync("v1/known-speakers")).GetProperty("known_speakers")[0];
        Assert.Equal(Person, known.GetProperty("name").GetString());
        Assert.Equal("In writing, 3 May", known.GetProperty("samples")[0].GetProperty("consent").GetString());

        var later = await desk.Client.TranscribeAsync("later.wav", recording);
        await visit.Page.GotoAsync(new Uri(visit.Root, $"app/transcriptions/{later}").AbsoluteUri);
        await Expect(Desk.Article(visit)).ToContainTextAsync(Person);
        await Expect(Desk.Article(visit).GetByText("%")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("e");
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Button("Speakers").ClickAsync();
        await Expect(dialog).ToContainTextAsync($"By the voice, this is {Person} (");
        await visit.MustBeAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "That is right" }).ClickAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Desk.Article(visit).GetByText("%")).ToHaveCountAsync(0);
        await visit.Page.Keyboard.PressAsync("Control+s");
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        var saved = await desk.Client.GetAsync($"v1/transcriptions/{later}/transcript?revision=latest");
        Assert.Equal(Person, saved.GetProperty("speaker_names").GetProperty("1").GetString());
    }
}
