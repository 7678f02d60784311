using Hansard.Bench.Service;

namespace Hansard.Bench.Web;

/// <summary>Bytes and time until the library can be used, with nothing in the browser's cache.</summary>
internal static class FirstLoad
{
    private const int Times = 5;

    // On the page's own clock, when the frame is made that has them.
    private const string Script =
        """
        (() => {
          const seen = {}
          window.seen = seen
          const note = (name, selector) => {
            if (seen[name] === undefined && document.querySelector(selector)) {
              seen[name] = null
              requestAnimationFrame(() => (seen[name] = performance.now()))
            }
          }
          new MutationObserver(() => {
            note('form', 'form #key')
            note('library', 'li.row a.name')
          }).observe(document, { childList: true, subtree: true })
          addEventListener('submit', () => (seen.sent = performance.now()), { capture: true })
        })()
        """;

    /// <summary>Signs in, over and over.</summary>
    public static async Task<List<ResultRow>> MeasureAsync(ServerUnderTest server, BrowserUnderTest browser)
    {
        var busy = WebMeasure.LoadAverage();
        List<Load> loads = [];
        for (var time = 0; time < Times; time++) loads.Add(await SignInAsync(server, browser));
        return
        [
            new ResultRow(
                $"first load, nothing cached, {Times} times: bytes until the library can be used",
                $"median {Median(loads, l => l.Bytes) / 1000:F0} KB compressed, in {Median(loads, l => l.Requests):F0} answers"),
            new ResultRow(
                $"first load, nothing cached, {Times} times: time",
                $"median {Median(loads, l => l.Form):F0} ms to the form, {Median(loads, l => l.Library):F0} ms from the key to the "
                + $"library, {Median(loads, l => l.Form + l.Library):F0} ms together, worst {loads.Max(l => l.Form + l.Library):F0} ms; "
                + $"processor time of the browser {Median(loads, l => l.ProcessorSeconds):F2} s ({busy})"),
        ];
    }

    private static async Task<Load> SignInAsync(ServerUnderTest server, BrowserUnderTest browser)
    {
        var processor = await browser.ProcessorSecondsAsync();
        var page = await browser.NewPageAsync();
        var network = await page.Context.NewCDPSessionAsync(page);
        var (bytes, requests) = (0.0, 0);
        network.Event("Network.loadingFinished").OnEvent += (_, answer) =>
        {
            bytes += answer!.Value.GetProperty("encodedDataLength").GetDouble();
            requests++;
        };
        await network.SendAsync("Network.enable");
        await page.AddInitScriptAsync(Script);
        await page.GotoAsync(server.Client.BaseAddress!.AbsoluteUri);
        await page.GetByLabel("API key").FillAsync(server.Key!);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.Locator("li.row a.name").First.WaitForAsync();
        var form = await page.EvaluateAsync<double>("window.seen.form");
        // The frame that has it is noted by then.
        var library = await page.EvaluateAsync<double>(
            """
            () => new Promise(done => {
              const frame = () => (seen.library ? done(seen.library - seen.sent) : requestAnimationFrame(frame))
              frame()
            })
            """);
        var load = new Load(bytes, requests, form, library, await browser.ProcessorSecondsAsync() - processor);
        await page.Context.DisposeAsync();
        return load;
    }

    private static double Median(List<Load> loads, Func<Load, double> figure) => loads.Select(figure).Order().ElementAt(Times / 2);

    /// <summary>Figures of one time; milliseconds.</summary>
    private sealed record Load(double Bytes, int Requests, double Form, double Library, double ProcessorSeconds);
}
