using System.Diagnostics;
using System.Text.Json;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Transcript;

/// <summary>A visit to the view of a transcript.</summary>
internal sealed class Reader(Visit visit) : IAsyncDisposable
{
    /// <summary>The visit.</summary>
    public Visit Visit => visit;

    /// <summary>The tab.</summary>
    public IPage Page => visit.Page;

    /// <summary>The text.</summary>
    public ILocator Article => visit.Page.GetByRole(AriaRole.Article);

    /// <summary>Transcribes a recording, and opens its transcript.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="server">The server.</param>
    /// <param name="recording">A path; null: one of some seconds, which is silent where there are tokens.</param>
    /// <param name="tokens">The tokens that are shown instead of those that were recognised, where a test needs certain ones.</param>
    /// <param name="seconds">Length of the silence.</param>
    /// <param name="settings">Of the browser.</param>
    public static async Task<Reader> OpenAsync(
        Chromium chromium, WebServer server, string? recording = null, IEnumerable<object>? tokens = null, int seconds = 6,
        BrowserNewContextOptions? settings = null)
    {
        var visit = await Visit.SignedInAsync(chromium, server, settings: settings);
        if (tokens is not null)
        {
            var body = JsonSerializer.Serialize(new { id = "", text = "", tokens });
            await visit.Page.RouteAsync(
                "**/transcript", route => route.FulfillAsync(new() { Body = body, ContentType = "application/json" }));
        }
        var name = recording is null && tokens is not null ? "silence.wav" : Path.GetFileName(recording ?? Visit.Recording);
        if (recording is null && tokens is not null)
            await visit.FileInput.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "audio/wav", Buffer = Silence(seconds) });
        else await visit.ChooseAsync(recording ?? Visit.Recording);
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Link(name).ClickAsync();
        var reader = new Reader(visit);
        await Expect(reader.Article).ToBeVisibleAsync();
        await reader.Page.EvaluateAsync(
            """
            () => {
              window.spoken = []
              const highlight = CSS.highlights.get('spoken')
              highlight.add = range => {
                window.spoken.push(range.toString())
                return Highlight.prototype.add.call(highlight, range)
              }
            }
            """);
        return reader;
    }

    /// <summary>A token of the API.</summary>
    public static object Token(string text, int from, int to, double confidence = 0.9, string? speaker = null)
        => new { text, start_ms = from, end_ms = to, confidence, speaker, language = "en", translation_status = "original" };

    /// <summary>The button, when there is something to play.</summary>
    public async Task<ILocator> PlayButtonAsync()
    {
        var button = visit.Page.Locator("button.play");
        await Expect(button).ToBeEnabledAsync();
        return button;
    }

    /// <summary>Where the recording is, in seconds.</summary>
    public Task<double> TimeAsync() => visit.Page.EvaluateAsync<double>("document.querySelector('video').currentTime");

    /// <summary>The texts that are painted under a name.</summary>
    public Task<string[]> PaintedAsync(string name)
        => visit.Page.EvaluateAsync<string[]>("name => [...CSS.highlights.get(name)].map(range => range.toString())", name);

    /// <summary>Waits until an expression of the page's script is true; Playwright's own waiting is against the page's policy.</summary>
    public Task UntilAsync(string condition) => UntilAsync($"() => !!({condition})", null, condition);

    /// <summary>Waits until a text is painted under a name.</summary>
    public Task UntilPaintedAsync(string name, string text) => UntilAsync(
        "([name, text]) => [...CSS.highlights.get(name)].some(range => range.toString() === text)",
        new[] { name, text },
        $"{text} is painted as {name}");

    /// <summary>
    /// Waits until a word has been marked as spoken after those that were waited for, although another one may be by now: a word lasts
    /// shorter than a busy machine takes to ask. Not after the page was loaded again.
    /// </summary>
    public Task UntilSpokenAsync(string word) => UntilAsync(
        "word => { const i = window.spoken.indexOf(word); return i >= 0 && window.spoken.splice(0, i + 1).length > 0 }",
        word,
        $"{word} has been spoken");

    /// <summary>Clicks a word.</summary>
    public async Task ClickAsync(string word)
    {
        var place = await visit.Page.EvaluateAsync<double[]>(
            """
            word => {
              for (const { firstChild } of document.querySelectorAll('[data-said]')) {
                const start = firstChild.data.indexOf(word)
                if (start < 0) continue
                const range = document.createRange()
                range.setStart(firstChild, start)
                range.setEnd(firstChild, start + word.length)
                const box = range.getBoundingClientRect()
                return [box.x + box.width / 2, box.y + box.height / 2]
              }
            }
            """,
            word);
        await visit.Page.Mouse.ClickAsync((float)place[0], (float)place[1]);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => visit.DisposeAsync();

    // 8 bits at 8 kHz: small, and there is nothing in it to recognise. One click, for the waveform to have something.
    private static byte[] Silence(int seconds)
    {
        const int rate = 8000;
        var samples = new byte[seconds * rate];
        Array.Fill(samples, (byte)128);
        samples[samples.Length / 2] = 255;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(rate);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        return file.ToArray();
    }

    private async Task UntilAsync(string condition, object? argument, string description)
    {
        var clock = Stopwatch.StartNew();
        while (!await visit.Page.EvaluateAsync<bool>(condition, argument))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It does not come to this: {description}");
            await Task.Delay(20);
        }
    }
}
