using System.Text.Json;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Correction;

/// <summary>A transcript that is corrected, in a project of its own, by people with keys of different names.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly WebServer _server;
    private readonly string _project;
    private readonly List<Visit> _visits = [];

    private Desk(Chromium chromium, WebServer server, string project, LibraryClient client, string id)
        => (_chromium, _server, _project, Client, Id) = (chromium, server, project, client, id);

    /// <summary>Of the transcription.</summary>
    public string Id { get; }

    /// <summary>A program of the same project.</summary>
    public LibraryClient Client { get; }

    /// <summary>Transcribes a recording.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="server">The server.</param>
    /// <param name="tokens">Saved as the first revision, where a test needs certain words; null: what was recognised.</param>
    /// <param name="recording">A path; null: one of some seconds.</param>
    public static async Task<Desk> StartAsync(
        Chromium chromium, WebServer server, IEnumerable<object>? tokens = null, string? recording = null)
    {
        var project = $"correction {Guid.NewGuid():N}";
        var client = new LibraryClient(
            await server.AddressAsync(), await (await server.StoreAsync()).CreateKeyAsync(project, "Program"));
        var desk = new Desk(chromium, server, project, client, await client.TranscribeAsync("speech.wav", recording));
        if (tokens is not null) await desk.SaveAsync(new { @base = 0, tokens });
        return desk;
    }

    /// <summary>Opens the transcript with a key of a name.</summary>
    public async Task<Visit> VisitAsync(string name, string query = "", BrowserNewContextOptions? settings = null)
    {
        var key = await KeyAsync(name);
        var visit = await Visit.StartAsync(_chromium, await _server.AddressAsync(), $"app/transcriptions/{Id}{query}", settings);
        _visits.Add(visit);
        await visit.SignInAsync(key);
        await Expect(Article(visit)).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>A key of a name.</summary>
    public async Task<string> KeyAsync(string name) => await (await _server.StoreAsync()).CreateKeyAsync(_project, name);

    /// <summary>Makes the key of a name invalid.</summary>
    public async Task RevokeAsync(string name)
    {
        var store = await _server.StoreAsync();
        Assert.True(await store.RevokeAsync(store.Keys().Single(key => key.Project == _project && key.Name == name).Id));
    }

    /// <summary>The text.</summary>
    public static ILocator Article(Visit visit) => visit.Page.GetByRole(AriaRole.Article);

    /// <summary>A paragraph as it is read.</summary>
    public static ILocator Paragraph(Visit visit, int number) => visit.Page.Locator($"[data-paragraph='{number}'] [data-said]");

    /// <summary>The field in which a paragraph is typed.</summary>
    public static ILocator Field(Visit visit) => visit.Page.GetByLabel("Text of the paragraph");

    /// <summary>Saves a revision as another program does.</summary>
    public Task<JsonElement> SaveAsync(object revision) => Client.PostAsync($"v1/transcriptions/{Id}/revisions", revision);

    /// <summary>What the API has as the transcript.</summary>
    public Task<JsonElement> TranscriptAsync(string query = "") => Client.GetAsync($"v1/transcriptions/{Id}/transcript{query}");

    /// <summary>The text that the API has.</summary>
    public async Task<string> TextAsync(string query = "") => (await TranscriptAsync(query)).GetProperty("text").GetString()!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var visit in _visits) await visit.DisposeAsync();
    }
}
