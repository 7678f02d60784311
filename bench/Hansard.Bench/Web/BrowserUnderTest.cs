using Microsoft.Playwright;

namespace Hansard.Bench.Web;

/// <summary>Debian's Chromium without a window, and the processor time of all its processes.</summary>
internal sealed class BrowserUnderTest : IAsyncDisposable
{
    private const float Patience = 120_000;

    private static readonly string Heard = Path.Combine(
        Corpus.Repository, "tests", "fixtures", "audio", "clips", "en_LJ001-0001.wav");

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ICDPSession _session;

    private BrowserUnderTest(IPlaywright playwright, IBrowser browser, ICDPSession session)
        => (_playwright, _browser, _session) = (playwright, browser, session);

    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static async Task<BrowserUnderTest> StartAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("Chromium is not installed: apt-get install chromium.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,

            // A microphone that hears a recording, for the views that listen.
            Args = ["--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={Heard}"],
        });
        return new BrowserUnderTest(playwright, browser, await browser.NewBrowserCDPSessionAsync());
    }

    /// <summary>Opens a tab in a profile that has nothing in its cache.</summary>
    /// <param name="settings">Of the profile; null: a screen of 1,280 × 800.</param>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? settings = null)
    {
        settings ??= new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 800 } };
        settings.Locale ??= "en-GB";
        var context = await _browser.NewContextAsync(settings);
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Processor seconds of all processes of the browser that run.</summary>
    public async Task<double> ProcessorSecondsAsync()
        => (await _session.SendAsync("SystemInfo.getProcessInfo"))!.Value.GetProperty("processInfo").EnumerateArray()
            .Sum(process => process.GetProperty("cpuTime").GetDouble());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
