using System.Diagnostics;
using Hansard.Bench.Service;
using Microsoft.Playwright;

namespace Hansard.Bench.Web;

/// <summary>A transcript of three hours: opened, played while it is scrolled, and corrected.</summary>
internal static class LongReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Two notches of a wheel, twenty times a second.
    private const int Wheel = 240;
    private static readonly TimeSpan WheelPause = TimeSpan.FromMilliseconds(50);

    private const string Typed = " This sentence is typed by hand, with a pause after it. ";

    /// <param name="server">The server.</param>
    /// <param name="browser">The browser.</param>
    /// <param name="transcription">The id of it.</param>
    public static async Task<List<ResultRow>> MeasureAsync(ServerUnderTest server, BrowserUnderTest browser, string transcription)
    {
        var page = await browser.NewPageAsync();
        var watch = await TaskWatch.StartAsync(page);
        await page.GotoAsync(new Uri(server.Client.BaseAddress!, $"/app/transcriptions/{transcription}").AbsoluteUri);
        await page.GetByLabel("API key").FillAsync(server.Key!);
        return
        [
            await MeasureAsync(browser, watch, "opened, until all is there", OpenAsync),
            await MeasureAsync(browser, watch, "played for 5 s, the text following", PlayAsync),
            await MeasureAsync(browser, watch, "played for 10 s while the wheel turns", ScrollAsync),
            await MeasureAsync(browser, watch, "played for 5 s while the scroll bar is drawn from top to bottom", DragAsync),
            await MeasureAsync(browser, watch, "the correction of a paragraph opened", CorrectAsync),
            await MeasureAsync(browser, watch, $"{3 * Typed.Length} letters typed while it plays", TypeAsync),
            await MeasureAsync(browser, watch, "to the next paragraph", EnterAsync),
        ];
    }

    private static async Task<ResultRow> MeasureAsync(BrowserUnderTest browser, TaskWatch watch, string what, Func<IPage, Task> act)
    {
        var (busy, processor) = (WebMeasure.LoadAverage(), await browser.ProcessorSecondsAsync());
        var seen = await watch.ObserveAsync(act);
        var answers = seen.Answers.Length == 0 ? "" : $"; slowest answer to a key {seen.Answers.Max():F0} ms";
        return new ResultRow(
            $"three hours, {LongTranscript.Words:N0} words: {what}",
            $"tasks of more than 50 ms of processor time: {Observation.Tell(seen.Heavy)}, by the clock: "
            + $"{Observation.Tell(seen.Long)}{answers}; {seen.Dropped} of {seen.Frames.Length + seen.Dropped} frames left out; "
            + $"{seen.Duration / 1000:F1} s, processor time {await browser.ProcessorSecondsAsync() - processor:F1} s ({busy})");
    }

    private static async Task OpenAsync(IPage page)
    {
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.Locator("article [data-said]").First.WaitForAsync();
        // All paragraphs are there when there are no more of them for a second.
        var (count, since) = (0, Stopwatch.StartNew());
        for (var clock = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(1);)
        {
            if (clock.Elapsed > Patience) throw new TimeoutException("The transcript does not become whole.");
            await Task.Delay(100);
            var now = await page.Locator("article [data-said]").CountAsync();
            if (now != count) (count, since) = (now, Stopwatch.StartNew());
        }
    }

    private static async Task PlayAsync(IPage page)
    {
        await page.Locator("button.play:enabled").ClickAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
    }

    private static async Task ScrollAsync(IPage page)
    {
        await page.Mouse.MoveAsync(640, 400);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10);)
        {
            await page.Mouse.WheelAsync(0, Wheel);
            await Task.Delay(WheelPause);
        }
    }

    private static Task DragAsync(IPage page) => page.EvaluateAsync(
        """
        async () => {
          const [height, start] = [document.documentElement.scrollHeight, performance.now()]
          for (let share = 0; share < 1;) {
            share = Math.min(1, (performance.now() - start) / 5000)
            scrollTo({ top: height * share, behavior: 'instant' })
            await new Promise(requestAnimationFrame)
          }
        }
        """);

    private static async Task CorrectAsync(IPage page)
    {
        await page.Keyboard.PressAsync("e");
        await page.GetByLabel("Text of the paragraph").WaitForAsync();
    }

    private static async Task TypeAsync(IPage page)
    {
        for (var time = 0; time < 3; time++)
        {
            await page.Keyboard.TypeAsync(Typed, new() { Delay = 60 });
            // What is typed is kept for a reload in a pause.
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task EnterAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Enter");
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
