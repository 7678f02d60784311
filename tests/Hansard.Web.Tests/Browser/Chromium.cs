using Hansard.Engine.Tests;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Hansard.Web.Tests.Browser;

/// <summary>Debian's Chromium without a window, started when the first test needs it, for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // What the microphone hears, over and over.
    private static readonly string Heard = Fixtures.PathOf("audio", "clips", "en_LJ001-0001.wav");

    private readonly SemaphoreSlim _start = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser; a test ends here where it is not installed.</summary>
    public async Task<IBrowser> GetAsync()
    {
        foreach (var package in (string[])["chromium", "nodejs", "npm"]) Tool.Of(package).Require();
        await _start.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Tool.Of("chromium").File,

                Args = ["--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={Heard}"],
            });
        }
        finally
        {
            _start.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _start.Dispose();
    }
}
