using System.Diagnostics;
using Hansard.Engine.Tests;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;

namespace Hansard.Web.Tests.LiveClients;

/// <summary>
/// Chromium with a recording as its microphone, said again and again, and the official SDKs of the packages in this folder.
/// </summary>
public sealed class SpeakingChromium : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(Fixtures.Repository, "tests", "Hansard.Web.Tests", "LiveClients");

    private static readonly Dictionary<string, string> Modules = new()
    {
        ["page.mjs"] = "page.mjs",
        ["client.mjs"] = "node_modules/@soniox/client/dist/index.mjs",
        ["speech-to-text-web.js"] = "node_modules/@soniox/speech-to-text-web/dist/speech-to-text-web.js",
    };

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        foreach (var package in (string[])["chromium", "nodejs", "npm"])
            if (!Tool.Of(package).IsInstalled) return;
        await InstallAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Tool.Of("chromium").File,
            Args = ["--use-fake-device-for-media-stream", $"--use-file-for-fake-audio-capture={Visit.Recording}"],
        });
    }

    /// <summary>Opens the server's page, which may use the microphone, and import the modules of this folder from <c>/sdk</c>.</summary>
    /// <param name="root">Root of the server.</param>
    internal async Task<IPage> OpenAsync(Uri root)
    {
        foreach (var package in (string[])["chromium", "nodejs", "npm"]) Tool.Of(package).Require();
        var context = await _browser!.NewContextAsync(new() { Permissions = ["microphone"] });
        context.SetDefaultTimeout(120_000);
        await context.RouteAsync($"{root}sdk/**", async route =>
        {
            var path = Path.Combine(Folder, Modules[route.Request.Url.Split('/')[^1]]);
            await route.FulfillAsync(new() { Path = path, ContentType = "text/javascript" });
        });
        var page = await context.NewPageAsync();
        // The server's own page, not one of the route: the browser lets only pages that came from this machine connect to it.
        await page.GotoAsync(root.AbsoluteUri);
        return page;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    // What the lock file says, checksums included.
    private static async Task InstallAsync()
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-progress", "--loglevel=error"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
        })!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await npm.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!npm.HasExited) npm.Kill(entireProcessTree: true);
        }
        Assert.Equal(0, npm.ExitCode);
    }
}
