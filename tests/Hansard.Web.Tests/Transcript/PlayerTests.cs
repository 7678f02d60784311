using System.Diagnostics;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Correction;
using Hansard.Web.Tests.Library;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Transcript;

public sealed class PlayerTests(Chromium chromium, WebServer server)
{
    // Two sentences of two words, with a silence between.
    private static readonly object[] Tokens =
    [
        Reader.Token("Alpha", 200, 500), Reader.Token(" bravo.", 500, 900),
        Reader.Token(" Charlie", 2600, 2900), Reader.Token(" del", 2900, 3100, 0.3), Reader.Token("ta.", 3100, 3300),
    ];

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("m4a")]
    [InlineData("ogg")]
    public async Task A_recording_plays_and_the_spoken_word_is_marked(string format)
    {
        await using var folder = TemporaryFolder.Create();
        await using var reader = await Reader.OpenAsync(chromium, server, await folder.ConvertAsync(Visit.Recording, format));
        var play = await reader.PlayButtonAsync();

        await play.ClickAsync();

        await reader.UntilAsync("document.querySelector('video').ended");
        var text = await reader.Article.InnerTextAsync();
        var spoken = await reader.Page.EvaluateAsync<string[]>("window.spoken");
        Assert.NotEmpty(spoken);
        Assert.All(spoken, word => Assert.Contains(word, text, StringComparison.Ordinal));
        await Expect(play).ToHaveAccessibleNameAsync("Play");
    }

    [Fact]
    public async Task A_part_of_the_recording_is_enough_to_seek()
    {
        await using var reader = await Reader.OpenAsync(chromium, server);
        List<int> answers = [];
        reader.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/content?", StringComparison.Ordinal)) answers.Add(response.Status);
        };
        await reader.Page.ReloadAsync();
        await reader.PlayButtonAsync();
        Assert.Contains(206, answers);
        Assert.DoesNotContain(200, answers);
    }

    [Fact]
    public async Task A_click_on_a_word_plays_from_it()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();

        await reader.ClickAsync("Charlie");

        await reader.UntilAsync("document.querySelector('video').currentTime >= 2.59");
        await reader.UntilSpokenAsync("Charlie");
        await reader.UntilSpokenAsync("delta.");
    }

    [Fact]
    public async Task The_keyboard_plays_and_goes_by_words_and_sentences()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        var keyboard = reader.Page.Keyboard;

        await keyboard.PressAsync("ArrowRight");
        await reader.UntilSpokenAsync("Alpha");
        await keyboard.PressAsync("ArrowRight");
        await reader.UntilSpokenAsync("bravo.");
        await keyboard.PressAsync("Shift+ArrowRight");
        await reader.UntilSpokenAsync("Charlie");
        await keyboard.PressAsync("ArrowRight");
        await reader.UntilSpokenAsync("delta.");
        await keyboard.PressAsync("ArrowLeft");
        await reader.UntilSpokenAsync("Charlie");
        await keyboard.PressAsync("Shift+ArrowLeft");
        await reader.UntilSpokenAsync("Alpha");

        await keyboard.PressAsync("Space");
        await reader.UntilAsync("!document.querySelector('video').paused");
        await keyboard.PressAsync("Space");
        await reader.UntilAsync("document.querySelector('video').paused");
        await keyboard.PressAsync(">");
        await reader.UntilAsync("document.querySelector('video').playbackRate === 1.25");
        Assert.Equal(0, await reader.Page.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task What_is_selected_is_repeated_until_it_is_enough()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        await reader.Page.EvaluateAsync(
            """
            () => {
              const text = document.querySelector('[data-said]').firstChild
              getSelection().setBaseAndExtent(text, text.data.indexOf('bravo'), text, text.data.indexOf('bravo.') + 6)
            }
            """);
        await reader.Page.EvaluateAsync(
            "() => { window.loops = 0; document.querySelector('video').addEventListener('seeked', () => window.loops++) }");

        await reader.Page.Keyboard.PressAsync("l");

        await reader.UntilAsync("window.loops >= 3");
        Assert.Equal(["bravo."], await reader.PaintedAsync("loop"));
        Assert.InRange(await reader.TimeAsync(), 0.49, 1.5);
        await Expect(reader.Visit.Button("Loop")).ToHaveAttributeAsync("aria-pressed", "true");
        await reader.Page.Keyboard.PressAsync("l");
        await Expect(reader.Visit.Button("Loop")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Silence_is_skipped()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        await reader.Visit.Button("Skip silence").ClickAsync();
        // A busy machine notices late that a silence has begun.
        await reader.Page.GetByLabel("Speed").SelectOptionAsync("0.5");
        await reader.Page.EvaluateAsync(
            """
            () => {
              window.heard = []
              const media = document.querySelector('video')
              const note = () => { if (!media.seeking) window.heard.push(media.currentTime); requestAnimationFrame(note) }
              note()
            }
            """);

        await (await reader.PlayButtonAsync()).ClickAsync();

        await reader.UntilAsync("document.querySelector('video').currentTime > 2.5");
        var heard = await reader.Page.EvaluateAsync<double[]>("window.heard");
        Assert.DoesNotContain(heard, time => time is > 1.9 and < 2.3);
    }

    [Fact]
    public async Task A_reload_comes_back_to_the_same_place_and_speed()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        await reader.Page.GetByLabel("Speed").SelectOptionAsync("1.5");
        // The keys of a list that has the focus are its own.
        await reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await reader.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await reader.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await reader.UntilSpokenAsync("Charlie");
        await reader.UntilAsync("location.search.includes('t=2.6')");

        await reader.Page.ReloadAsync();

        await reader.PlayButtonAsync();
        await reader.UntilPaintedAsync("spoken", "Charlie");
        await reader.UntilAsync("document.querySelector('video').playbackRate === 1.5");
        Assert.Equal(2.6, await reader.TimeAsync(), 0.05);
    }

    [Fact]
    public async Task The_text_can_be_read_when_the_recording_is_gone()
    {
        await using var reader = await Reader.OpenAsync(chromium, server);
        reader.Visit.Expect("404");
        await reader.PlayButtonAsync();
        await reader.Page.EvaluateAsync(
            """
            async () => {
              const id = document.querySelector('video').src.match(/files\/([^/]+)/)[1]
              const headers = { Authorization: `Bearer ${sessionStorage['hansard:/:key']}` }
              await fetch(`v1/files/${id}`, { method: 'DELETE', headers })
            }
            """);

        await reader.Page.ReloadAsync();

        await Expect(reader.Page.GetByText("The recording is no longer on the server")).ToBeVisibleAsync();
        await Expect(reader.Article).ToContainTextAsync("surpass");
        await reader.Visit.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task A_film_is_shown_with_subtitles_that_are_text_and_have_the_layout_that_is_exported()
    {
        const string Cue = "[...document.querySelectorAll('.player video')].map(video => [...video.textTracks[0]?.cues ?? []][0])[0]";
        await using var folder = TemporaryFolder.Create();
        object[] tokens = [Reader.Token("<b>Alpha</b>", 0, 500), Reader.Token(" &amp;.", 500, 3000)];
        await using var reader = await Reader.OpenAsync(chromium, server, await folder.FilmAsync(), tokens);
        var id = new Uri(reader.Page.Url).Segments[^1];
        var key = await reader.Page.EvaluateAsync<string>("sessionStorage['hansard:/:key']");
        using (var client = new LibraryClient(reader.Visit.Root, key))
            await client.CorrectAsync(id, "Anna", tokens);
        await reader.Page.ReloadAsync();
        await reader.PlayButtonAsync();
        await Expect(reader.Page.Locator(".player video")).ToBeVisibleAsync();
        await reader.UntilAsync($"{Cue}?.getCueAsHTML().textContent === '<b>Alpha</b> &amp;.'");
        await reader.Visit.MustBeAccessibleAsync();

        // They follow a correction before it is saved, and take it back with it.
        var keyboard = reader.Page.Keyboard;
        await keyboard.PressAsync("e");
        await Expect(Desk.Field(reader.Visit)).ToBeFocusedAsync();
        await Desk.Field(reader.Visit).FillAsync("<i>Bravo</i> and more.");
        await keyboard.PressAsync("Control+Enter");
        await reader.UntilAsync($"{Cue}?.getCueAsHTML().textContent === '<i>Bravo</i> and more.'");
        await keyboard.PressAsync("Control+z");
        await reader.UntilAsync($"{Cue}?.getCueAsHTML().textContent === '<b>Alpha</b> &amp;.'");

        await keyboard.PressAsync("x");
        var dialog = reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog);
        await dialog.GetByLabel("Format").SelectOptionAsync("srt");
        await Expect(dialog.GetByLabel("Subtitles on the picture")).ToBeVisibleAsync();
        await dialog.GetByText("Details of the layout").ClickAsync();
        await dialog.GetByLabel("Characters in a line").FillAsync("12");

        await reader.UntilAsync("document.querySelector('dialog video').textTracks[0]?.cues?.[0]?.text.includes('\\n')");
        await reader.UntilAsync($"{Cue}?.text.includes('\\n')");
        await reader.Visit.MustBeAccessibleAsync();
    }

    [Fact]
    public async Task The_waveform_is_a_slider()
    {
        await using var reader = await Reader.OpenAsync(chromium, server, tokens: Tokens);
        await reader.PlayButtonAsync();
        var slider = reader.Page.GetByRole(Microsoft.Playwright.AriaRole.Slider);
        await reader.UntilAsync("document.querySelector('[data-peaks]')?.dataset.peaks > 100");

        await slider.ClickAsync();
        var middle = await reader.TimeAsync();
        var length = await reader.Page.EvaluateAsync<double>("document.querySelector('video').duration");
        Assert.Equal(length / 2, middle, length / 20);
        await slider.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Home");
        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", "0");
        await reader.Page.Keyboard.PressAsync("End");
        await Expect(slider).ToHaveAttributeAsync("aria-valuenow", $"{Math.Round(length)}");
    }

    /// <summary>Recordings made of others.</summary>
    private sealed class TemporaryFolder(DirectoryInfo folder) : IAsyncDisposable
    {
        public static TemporaryFolder Create() => new(Directory.CreateTempSubdirectory("hansard-player-"));

        public Task<string> ConvertAsync(string path, string format)
            => format == "wav" ? Task.FromResult(path) : RunAsync($"recording.{format}", "-i", path);

        public Task<string> FilmAsync() => RunAsync(
            "film.webm",
            "-f", "lavfi", "-i", "color=teal:size=320x180:rate=10", "-f", "lavfi", "-i", "anullsrc=r=48000",
            "-t", "4", "-c:v", "libvpx", "-c:a", "libopus");

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }

        private async Task<string> RunAsync(string name, params string[] arguments)
        {
            var path = Path.Combine(folder.FullName, name);
            using var process = Process.Start(Tool.Of("ffmpeg").File, ["-v", "error", "-nostdin", .. arguments, path]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            return path;
        }
    }
}
