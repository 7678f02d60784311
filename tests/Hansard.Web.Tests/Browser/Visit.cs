using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Hansard.Engine.Tests;
using Microsoft.Playwright;

namespace Hansard.Web.Tests.Browser;

/// <summary>
/// A user's visit to the page, in a browser profile of its own. It fails if the page asks anybody but its server, or an error happens.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    // A busy machine transcribes slowly.
    private const float Patience = 60_000;

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly List<string> _expected = [];

    private Visit(IBrowserContext context, IPage page, Uri root) => (Context, Page, Root) = (context, page, root);

    /// <summary>A recording of a few seconds.</summary>
    public static string Recording { get; } = Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav");

    /// <summary>The profile.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>The root of the server, as the browser sees it.</summary>
    public Uri Root { get; }

    /// <summary>Opens the page.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="root">Root of the server.</param>
    /// <param name="path">Path below it.</param>
    /// <param name="settings">Of the profile; null: light, in English, on a wide screen.</param>
    public static async Task<Visit> StartAsync(
        Chromium chromium, Uri root, string path = "", BrowserNewContextOptions? settings = null)
    {
        settings ??= new BrowserNewContextOptions { ColorScheme = ColorScheme.Light };
        settings.Locale ??= "en-GB";
        var context = await (await chromium.GetAsync()).NewContextAsync(settings);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var visit = new Visit(context, await context.NewPageAsync(), root);
        visit.Watch();
        await visit.Page.GotoAsync(new Uri(root, path).AbsoluteUri);
        return visit;
    }

    /// <summary>Opens the page and signs in.</summary>
    public static async Task<Visit> SignedInAsync(
        Chromium chromium, WebServer server, string path = "", BrowserNewContextOptions? settings = null)
    {
        var visit = await StartAsync(chromium, await server.AddressAsync(), path, settings);
        await visit.SignInAsync(await server.NewKeyAsync());
        await Assertions.Expect(visit.Button("Sign out").First).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>Signs in with a key, whatever comes of it.</summary>
    public async Task SignInAsync(string key)
    {
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.Locator("form button[type=submit]").ClickAsync();
    }

    /// <summary>A button of that name, or the part of it.</summary>
    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>A link of that name.</summary>
    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    /// <summary>The heading of the view.</summary>
    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 });

    /// <summary>The field that the dialog for files fills.</summary>
    public ILocator FileInput => Page.Locator("input[type=file][multiple]:not([webkitdirectory])");

    /// <summary>Adds a recording by the dialog for files.</summary>
    /// <param name="files">Paths.</param>
    public Task ChooseAsync(params string[] files) => FileInput.SetInputFilesAsync(files);

    /// <summary>Drops a recording on something, as if it were drawn there from a folder.</summary>
    /// <param name="selector">Of the element.</param>
    /// <param name="path">Of the recording.</param>
    /// <param name="name">That it has in the folder.</param>
    public async Task DropAsync(string selector, string path, string name)
    {
        var transfer = await Page.EvaluateHandleAsync(
            """
            ([content, name]) => {
              const transfer = new DataTransfer()
              transfer.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name, { type: 'audio/wav' }))
              return transfer
            }
            """,
            new[] { Convert.ToBase64String(await File.ReadAllBytesAsync(path)), name });
        foreach (var step in (string[])["dragenter", "dragover", "drop"])
            await Page.DispatchEventAsync(selector, step, new { dataTransfer = transfer });
    }

    /// <summary>Adds <see cref="Recording"/> and waits until it is transcribed.</summary>
    public async Task TranscribeAsync()
    {
        await ChooseAsync(Recording);
        await Assertions.Expect(Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Lets an error in the browser's console pass, such as that of an answer that is meant to be no success.</summary>
    /// <param name="part">Part of its text.</param>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>Looks for faults of accessibility in what is shown.</summary>
    public async Task MustBeAccessibleAsync()
    {
        var result = await Page.RunAxe();
        var faults = result.Violations.SelectMany(violation => violation.Nodes.Select(
            node => $"{violation.Id}: {violation.Help} {node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}"));

        // Not cut off, as by Assert.Empty.
        if (faults.ToArray() is { Length: > 0 } found) Assert.Fail(string.Join(Environment.NewLine, found));
    }

    /// <summary>Fails if the browser has told of an error, or has asked anybody but the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        var faults = _faults.Where(fault => !_expected.Any(part => fault.Contains(part, StringComparison.Ordinal))).ToArray();

        // Not cut off, as by Assert.Empty.
        if (faults.Length > 0) Assert.Fail(string.Join(Environment.NewLine, faults));
    }

    private void Watch()
    {
        Context.Console += (_, message) =>
        {
            // A breach of the Content-Security-Policy is told of here.
            if (message.Type is "error" or "warning") _faults.Enqueue($"{message.Type}: {message.Text} {message.Location}");
        };
        Context.WebError += (_, error) => _faults.Enqueue($"exception: {error.Error}");
        Context.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" && address.Authority != Root.Authority) _faults.Enqueue($"asked {request.Url}");
        };
    }
}
