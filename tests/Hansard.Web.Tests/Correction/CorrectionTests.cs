using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Transcript;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>Correcting the text of a transcript.</summary>
public sealed class CorrectionTests(Chromium chromium, WebServer server)
{
    private const int Phone = 360;

    private static readonly object[] Conversation =
    [
        Reader.Token("Good", 0, 300, speaker: "1"), Reader.Token(" morning,", 300, 700, speaker: "1"),
        Reader.Token(" Mr.", 700, 800, speaker: "1"), Reader.Token(" Smith.", 800, 900, speaker: "1"),
        Reader.Token(" Morning.", 900, 1200, speaker: "2"), Reader.Token(" Smithers", 1200, 1400, speaker: "2"),
        Reader.Token(" is", 1400, 1500, speaker: "2"), Reader.Token(" here.", 1500, 1700, speaker: "2"),
        Reader.Token(" So", 1700, 1800, speaker: "1"), Reader.Token(" he", 1800, 1900, speaker: "1"),
        Reader.Token(" is.", 1900, 2000, speaker: "1"),
    ];

    [Fact]
    public async Task The_keyboard_alone_corrects_undoes_saves_and_goes_back_and_a_reload_loses_nothing()
    {
        await using var desk = await Desk.StartAsync(chromium, server);
        var original = await desk.TextAsync();
        var visit = await desk.VisitAsync("Ada");
        var (keyboard, article) = (visit.Page.Keyboard, Desk.Article(visit));

        await keyboard.PressAsync("e");
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+End");
        await keyboard.TypeAsync(" Indeed so.");
        await new Pictures(visit.Page, "wide").TakeAsync("correction");
        await visit.MustBeAccessibleAsync();
        await keyboard.PressAsync("Control+Enter");
        await Expect(article).ToContainTextAsync("Indeed so.");
        await keyboard.PressAsync("Control+z");
        await Expect(article).Not.ToContainTextAsync("Indeed so.");
        await keyboard.PressAsync("Control+Shift+Z");
        await Expect(article).ToContainTextAsync("Indeed so.");
        await keyboard.PressAsync("Enter");
        await keyboard.PressAsync("Control+End");
        await keyboard.TypeAsync(" Half");

        await visit.Page.ReloadAsync();

        await Expect(article).ToContainTextAsync("Indeed so. Half");
        await Expect(visit.Page.GetByText("Not saved yet.")).ToBeVisibleAsync();
        await keyboard.PressAsync("Control+s");
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.Equal(original, await desk.TextAsync());
        Assert.EndsWith("Indeed so. Half", await desk.TextAsync("?revision=latest"), StringComparison.Ordinal);
        await visit.Page.ReloadAsync();
        await Expect(article).ToContainTextAsync("Indeed so. Half");

        await visit.Button("Versions (1)").FocusAsync();
        await keyboard.PressAsync("Enter");
        var versions = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(versions.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Version 1");
        await Expect(versions.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Ada");
        await visit.MustBeAccessibleAsync();
        await visit.Button("View Original").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(article).Not.ToContainTextAsync("Indeed so.");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByText("You are reading the original")).ToBeVisibleAsync();
        await visit.MustBeAccessibleAsync();
        await visit.Button("Go back to this version").FocusAsync();
        await keyboard.PressAsync("Enter");

        await Expect(visit.Button("Versions (2)")).ToBeVisibleAsync();
        await Expect(article).Not.ToContainTextAsync("Indeed so.");
        Assert.Equal(original, await desk.TextAsync("?revision=latest"));
        Assert.EndsWith("Indeed so. Half", await desk.TextAsync("?revision=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_found_and_replaced_one_by_one_and_all_at_once_and_can_be_undone()
    {
        await using var desk = await Desk.StartAsync(chromium, server, Conversation);
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        var keyboard = visit.Page.Keyboard;
        await visit.Button("Find in the transcript").ClickAsync();
        await keyboard.TypeAsync("smith");
        await Expect(visit.Page.GetByText("1 of 2")).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Replace by").FillAsync("<img src=x onerror=alert(1)> Smith");
        await new Pictures(visit.Page, "wide").TakeAsync("correction-replace");
        await visit.MustBeAccessibleAsync();

        await keyboard.PressAsync("Enter");

        await Expect(Desk.Paragraph(visit, 0)).ToHaveTextAsync("Good morning, Mr. <img src=x onerror=alert(1)> Smith.");
        await Expect(Desk.Paragraph(visit, 1)).ToHaveTextAsync("Morning. Smithers is here.");
        await Expect(visit.Page.GetByText("2 of 2")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Find in the transcript" }).FillAsync("morning");
        await visit.Page.GetByLabel("Replace by").FillAsync("Evening");
        await visit.Button("Replace all").ClickAsync();
        await Expect(Desk.Paragraph(visit, 0)).ToContainTextAsync("Good Evening, Mr.");
        await Expect(Desk.Paragraph(visit, 1)).ToHaveTextAsync("Evening. Smithers is here.");
        await visit.Button("Undo").ClickAsync();
        await Expect(Desk.Paragraph(visit, 0)).ToContainTextAsync("Good morning, Mr.");
        await Expect(Desk.Paragraph(visit, 1)).ToHaveTextAsync("Morning. Smithers is here.");

        await visit.Button("Save corrections").ClickAsync();
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.StartsWith(
            "Good morning, Mr. <img src=x onerror=alert(1)> Smith. Morning.",
            await desk.TextAsync("?revision=2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speakers_are_renamed_and_merged_and_turns_given_to_others_and_all_of_it_is_saved()
    {
        const string Name = "<img src=x onerror=alert(1)>";
        await using var desk = await Desk.StartAsync(chromium, server, Conversation);
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        var (keyboard, dialog) = (visit.Page.Keyboard, visit.Page.GetByRole(AriaRole.Dialog));

        // A part of a paragraph, from the cursor on.
        await Desk.Paragraph(visit, 1).ClickAsync();
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+Home");
        for (var i = 0; i < "Morning. Smi".Length; i++) await keyboard.PressAsync("ArrowRight");
        await keyboard.PressAsync("Shift+Tab");
        await Expect(visit.Button("Speaker 2: change the speaker")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(dialog).ToContainTextAsync("Only from the cursor on: “Smithers is here.");
        await visit.MustBeAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "A new speaker" }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(Desk.Paragraph(visit, 1)).ToHaveTextAsync("Morning.");
        await Expect(Desk.Paragraph(visit, 2)).ToHaveTextAsync("Smithers is here.");
        await Expect(visit.Button("Speaker 3: change the speaker")).ToHaveCountAsync(1);

        await visit.Button("Speakers").ClickAsync();
        await new Pictures(visit.Page, "wide").TakeAsync("correction-speakers");
        await dialog.GetByLabel("Name of Speaker 1").FillAsync(Name);
        await keyboard.PressAsync("Tab");
        await Expect(dialog.GetByLabel($"Name of {Name}")).ToHaveValueAsync(Name);
        await dialog.GetByLabel("Speaker 2 is the same as").SelectOptionAsync("1");
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await visit.MustBeAccessibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(Desk.Article(visit).GetByText(Name)).ToHaveCountAsync(3);
        await visit.Button("Undo").ClickAsync();
        await Expect(visit.Button("Speaker 2: change the speaker")).ToHaveCountAsync(1);
        await visit.Button("Redo").ClickAsync();
        await Expect(visit.Button("Speaker 2: change the speaker")).ToHaveCountAsync(0);
        await visit.Button("Save corrections").ClickAsync();
        await Expect(visit.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();

        var saved = await desk.TranscriptAsync("?revision=latest");
        Assert.Equal(Name, saved.GetProperty("speaker_names").GetProperty("1").GetString());
        Assert.Equal(
            "11111333111",
            string.Concat(saved.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("speaker").GetString())));
        Assert.Equal(await desk.TextAsync("?revision=1"), await desk.TextAsync("?revision=2"));
    }

    [Fact]
    public async Task Two_who_correct_at_once_see_both_versions_and_neither_is_overwritten()
    {
        await using var desk = await Desk.StartAsync(chromium, server, Conversation);
        var ada = await desk.VisitAsync("Ada", "?correct=on");
        var bob = await desk.VisitAsync("Bob", "?correct=on", new()
        {
            ColorScheme = ColorScheme.Dark,
            ViewportSize = new() { Width = Phone, Height = 740 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        await TypeAsync(ada, 0, "Ada begins.");
        await TypeAsync(bob, 0, "Bob begins.");
        await TypeAsync(bob, 1, "Bob goes on.");

        await ada.Button("Save corrections").ClickAsync();
        await Expect(ada.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();

        // Told by itself, and not forced.
        await Expect(bob.Page.GetByText("Ada has saved a newer version")).ToBeVisibleAsync();
        await Expect(Desk.Paragraph(bob, 0)).ToHaveTextAsync("Bob begins.");
        bob.Expect("409");
        await bob.Page.Keyboard.PressAsync("Control+s");
        var conflict = bob.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Somebody else has saved a version meanwhile" });
        await Expect(conflict).ToContainTextAsync("Ada begins.");
        await Expect(conflict).ToContainTextAsync("Bob begins.");
        await new Pictures(bob.Page, "dark-360").TakeAsync("correction-conflict");
        await bob.MustBeAccessibleAsync();
        Assert.Equal(Phone, await bob.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await bob.Button("Put mine into theirs").ClickAsync();
        await bob.Button("Save corrections").ClickAsync();
        await Expect(bob.Page.GetByText("The corrections are saved as a new version.")).ToBeVisibleAsync();
        Assert.Equal("Ada begins. Morning. Smithers is here. So he is.", await desk.TextAsync("?revision=2"));
        Assert.Equal("Bob begins. Bob goes on. So he is.", await desk.TextAsync("?revision=3"));

        await ada.Button("Show it").ClickAsync();
        await Expect(Desk.Article(ada)).ToContainTextAsync("Bob goes on.");
        await TypeAsync(ada, 2, "The end.");
        await desk.SaveAsync(new { @base = 3, segments = new[] { new { text = "Bob begins. Bob goes on. So he was.", speaker = "1" } } });
        await ada.Button("Compare with mine").ClickAsync();
        await ada.Button("Take theirs, discard mine").ClickAsync();
        await Expect(Desk.Article(ada)).ToContainTextAsync("So he was.");
        await Expect(Desk.Article(ada)).Not.ToContainTextAsync("The end.");
    }

    [Fact]
    public async Task A_transcript_of_which_all_was_taken_out_can_be_written_again_and_versions_are_gone_through_with_the_browsers_Back()
    {
        await using var desk = await Desk.StartAsync(chromium, server, [Reader.Token("Nothing.", 200, 700)]);
        var visit = await desk.VisitAsync("Ada", "?correct=on");
        var (keyboard, article) = (visit.Page.Keyboard, Desk.Article(visit));
        await Desk.Paragraph(visit, 0).ClickAsync();
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await Desk.Field(visit).FillAsync("");
        await visit.Button("Save corrections").ClickAsync();
        await Expect(visit.Button("Versions (2)")).ToBeVisibleAsync();
        Assert.Equal("", await desk.TextAsync("?revision=latest"));
        await visit.Page.ReloadAsync();
        var correct = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Correct", Exact = true });
        await Expect(correct).ToHaveAttributeAsync("aria-pressed", "true");
        await correct.ClickAsync();
        await Expect(article).ToHaveTextAsync("This version has no text.");
        await visit.MustBeAccessibleAsync();

        await keyboard.PressAsync("e");
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await keyboard.TypeAsync("Something.");
        await keyboard.PressAsync("Control+s");
        await Expect(visit.Button("Versions (3)")).ToBeVisibleAsync();
        Assert.Equal("Something.", await desk.TextAsync("?revision=latest"));

        // Back leads to what was shown before, a reload to what is.
        await visit.Button("Versions (3)").ClickAsync();
        await visit.Button("View Version 1").ClickAsync();
        await Expect(article).ToContainTextAsync("Nothing.");
        await Expect(visit.Page.GetByText("You are reading version 1")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(article).ToContainTextAsync("Nothing.");
        await visit.Page.GoBackAsync();
        await Expect(article).ToContainTextAsync("Something.");
        await Expect(visit.Page.GetByText("You are reading")).ToHaveCountAsync(0);
        await visit.Page.GoForwardAsync();
        await Expect(article).ToContainTextAsync("Nothing.");
        await visit.Page.GoBackAsync();
        await Expect(article).ToContainTextAsync("Something.");
    }

    private static async Task TypeAsync(Visit visit, int paragraph, string text)
    {
        await Desk.Paragraph(visit, paragraph).ClickAsync();
        await Expect(Desk.Field(visit)).ToBeFocusedAsync();
        await Desk.Field(visit).FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Desk.Paragraph(visit, paragraph)).ToHaveTextAsync(text);
    }
}
