using Microsoft.Playwright;

namespace Hansard.Web.Tests.Browser;

/// <summary>The text that a page has copied last: the clipboard itself is the whole browser's, and other tests copy too.</summary>
internal static class CopiedText
{
    /// <summary>Allows copying, and notes what is copied by documents that are opened from now on.</summary>
    public static async Task WatchAsync(IPage page)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.AddInitScriptAsync(
            """
            const write = navigator.clipboard.writeText.bind(navigator.clipboard)
            navigator.clipboard.writeText = async (text) => {
              await write(text)
              window.copiedText = text
            }
            """);
        await page.ReloadAsync();
    }

    /// <summary>The text.</summary>
    public static Task<string> ReadAsync(IPage page) => page.EvaluateAsync<string>("window.copiedText");
}
