using System.Globalization;
using System.Text.RegularExpressions;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Live;

/// <summary>The view with the captions of what the microphone hears: one sentence, over and over.</summary>
/// <param name="visit">The visit.</param>
internal sealed partial class LivePage(Visit visit)
{
    /// <summary>Words near the beginning of the sentence; the first word of all is sometimes heard as another.</summary>
    public const string Words = "only sense";

    /// <summary>Milliseconds to the words of a sentence, on a machine that does much besides.</summary>
    private const float Patience = 180_000;

    private static readonly string[] Rests = ["concerned", "differs", "crafts", "represented"];

    /// <summary>The words.</summary>
    public ILocator Captions { get; } = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Text of the captions" });

    /// <summary>Words that may change.</summary>
    public ILocator Rest => Captions.Locator(".rest:not(:empty)");

    /// <summary>What is wrong.</summary>
    public ILocator Problem => visit.Page.GetByRole(AriaRole.Alert);

    /// <summary>Opens the view with a microphone that may be used.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="root">Root of the server.</param>
    /// <param name="key">The key; null where none is needed.</param>
    /// <param name="query">Of the address.</param>
    public static async Task<Visit> OpenAsync(Chromium chromium, Uri root, string? key, string query = "")
    {
        var visit = await Visit.StartAsync(chromium, root, $"app/live{query}");
        await visit.Context.GrantPermissionsAsync(["microphone"]);
        if (key is not null) await visit.SignInAsync(key);
        await Expect(visit.Heading("Live captions")).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>Waits until it is known how it is going.</summary>
    public Task MustBeAsync(string state)
        => Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Captions", Exact = true }).GetByRole(AriaRole.Status))
            .ToHaveTextAsync(state, new() { Timeout = Patience });

    /// <summary>Waits until the words were said so often.</summary>
    public async Task MustSayAsync(int times)
        => await Expect(Captions).ToHaveTextAsync(
            new Regex($"({Words}.*){{{times}}}", RegexOptions.IgnoreCase | RegexOptions.Singleline), new() { Timeout = Patience });

    /// <summary>Waits until it has listened for some more seconds, by its own clock.</summary>
    public async Task MustListenAsync(int seconds)
    {
        var from = await ElapsedAsync();
        await LibraryClient.UntilAsync(async () => await ElapsedAsync() - from > TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Number of times that the words were said.</summary>
    public async Task<int> TimesSaidAsync() => (await SentencesAsync()).Length;

    /// <summary>
    /// Fails where much of a sentence is missing, but for the last one, which is still said. A word at which a connection breaks off may
    /// be heard otherwise the second time.
    /// </summary>
    public async Task MustBeWholeAsync() => Assert.All((await SentencesAsync())[..^1], sentence
        => Assert.True(Rests.Count(part => sentence.Contains(part, StringComparison.Ordinal)) >= Rests.Length - 1, sentence));

    private async Task<TimeSpan> ElapsedAsync()
        => TimeSpan.Parse($"0:{await visit.Page.GetByRole(AriaRole.Timer).InnerTextAsync()}", CultureInfo.InvariantCulture);

    private async Task<string[]> SentencesAsync()
        => Blanks().Replace(await Captions.InnerTextAsync(), " ").ToLowerInvariant().Split(Words)[1..];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
