using Microsoft.Playwright;

namespace Hansard.Web.Tests.Browser;

/// <summary>Pictures of views, for people to look at: taken where HANSARD_PICTURES names a folder for them.</summary>
/// <param name="page">The tab.</param>
/// <param name="variant">Part of each name.</param>
internal sealed class Pictures(IPage page, string variant)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("HANSARD_PICTURES");

    /// <summary>Takes one.</summary>
    public async Task TakeAsync(string view)
    {
        if (Folder is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{view}-{variant}.png") });
    }
}
