using System.Net.Http.Json;
using Hansard.Bench.Service;
using Microsoft.Playwright;

namespace Hansard.Bench.Web;

/// <summary>Pictures of the views of a real server's page with recordings of its own, for people to look at.</summary>
internal static class PagePictures
{
    private static readonly Dictionary<string, BrowserNewContextOptions> Variants = new()
    {
        ["light"] = new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 1280, Height = 800 } },
        ["dark"] = new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 1280, Height = 800 } },
        ["phone"] = new() { ColorScheme = ColorScheme.Light, ViewportSize = new() { Width = 390, Height = 844 } },
    };

    /// <summary>Takes them all, into <c>artifacts/bench/pictures</c>.</summary>
    public static async Task<int> TakeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Corpus.Results, "pictures")).FullName;
        await using var summaries = await SummaryModel.StartAsync();
        await using var server = await ServerUnderTest.StartAsync(workers: 1, auth: true, summaries.Settings);
        await using var browser = await BrowserUnderTest.StartAsync();
        var id = await FillAsync(server);
        var administrator = await server.NewAdministratorAsync();
        foreach (var (variant, settings) in Variants)
        {
            settings.ReducedMotion = ReducedMotion.Reduce;
            var album = new Album(await browser.NewPageAsync(settings), server.Client.BaseAddress!, folder, variant);
            await album.SignInAsync(server.Key!);
            await album.TakeLibraryAsync(id);
            await album.TakeTranscriptAsync(id);
            await album.TakeLiveAsync();
            await album.SignInAgainAsync(administrator);
            await album.TakeAdministrationAsync();
            Console.WriteLine($"{variant}: {album.Count} pictures");
        }
        Console.WriteLine(folder);
        return 0;
    }

    // A conversation whose speakers have names, one that is read alone, a recording that cannot be read, and some that wait.
    private static async Task<string> FillAsync(ServerUnderTest server)
    {
        var conversation = await TranscribeAsync(Corpus.PathOf("conversations", "simA1.ogg"), "Council meeting.ogg");
        var text = await server.GetAsync($"/v1/transcriptions/{conversation}/transcript");
        await PostAsync(
            $"/v1/transcriptions/{conversation}/revisions",
            new
            {
                @base = 0,
                tokens = text.GetProperty("tokens"),
                speaker_names = new Dictionary<string, string> { ["1"] = "Ana Sousa", ["2"] = "Ben Carter" },
            });
        using var terms = await server.Client.PostAsJsonAsync("/v1/vocabulary", new { terms = (string[])["Ana Sousa", "Zestoretic"] });
        terms.EnsureSuccessStatusCode();
        using var labels = await server.Client.PatchAsJsonAsync(
            $"/v1/transcriptions/{conversation}",
            new { tags = (string[])["council", "to check"], notes = "The second speaker is hard to hear at the end." });
        labels.EnsureSuccessStatusCode();
        _ = await PostAsync($"/v1/transcriptions/{conversation}/summaries", new { kind = "summary", language = "English" });
        _ = await TranscribeAsync(Path.Combine(Corpus.Repository, "tests", "fixtures", "audio", "clips", "en_jfk.flac"), "Speech.flac");
        _ = await server.CreateAsync(await server.UploadAsync(new ByteArrayContent([1, 2, 3]), "Broken recording.mp3"));
        return conversation;

        async Task<string> TranscribeAsync(string path, string name)
        {
            await using var recording = File.OpenRead(path);
            var file = await server.UploadAsync(new StreamContent(recording), name);
            var id = await PostAsync(
                "/v1/transcriptions", new { model = "stt-async-v5", file_id = file, enable_speaker_diarization = true });
            _ = await server.TranscriptAsync(id);
            return id;
        }

        async Task<string> PostAsync(string path, object body)
        {
            using var answer = await server.Client.PostAsJsonAsync(path, body);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetString()!
                : throw new InvalidOperationException($"The server answered {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Takes pictures in one tab.</summary>
    private sealed class Album(IPage page, Uri root, string folder, string variant)
    {
        public int Count { get; private set; }

        public async Task SignInAsync(string key)
        {
            await page.GotoAsync(root.AbsoluteUri);
            await TakeAsync("sign-in", page.GetByLabel("API key"));
            await page.GetByLabel("API key").FillAsync(key);
            await page.Locator("form button[type=submit]").ClickAsync();
            await page.Locator("li.row a.name").First.WaitForAsync();
        }

        public async Task SignInAgainAsync(string key)
        {
            await page.GotoAsync(new Uri(root, "app/").AbsoluteUri);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
            await page.GetByLabel("API key").FillAsync(key);
            await page.Locator("form button[type=submit]").ClickAsync();
            await page.Locator("li.row a.name").First.WaitForAsync();
        }

        public async Task TakeAdministrationAsync()
        {
            await page.GotoAsync(new Uri(root, "app/settings/projects").AbsoluteUri);
            await page.GetByRole(AriaRole.Button, new() { Name = "default" }).ClickAsync();
            await TakeAsync("settings-projects", page.GetByText("operator", new() { Exact = true }).First);
            await OpenAsync("settings-server", "app/settings/server", page.Locator("main h2").First);
        }

        public async Task TakeLibraryAsync(string id)
        {
            await TakeAsync("library", page.GetByText("Failed", new() { Exact = true }));
            await page.GotoAsync(new Uri(root, $"app/?open={id}").AbsoluteUri);
            var notes = page.GetByLabel("Notes", new() { Exact = true });
            await notes.ScrollIntoViewIfNeededAsync();
            await TakeAsync("library-details", notes);
            await OpenAsync("search", "app/?q=the", page.Locator("mark").First);
            await OpenAsync("settings", "app/settings", page.Locator("main h2").First);
            foreach (var section in (string[])["usage", "vocabulary", "models", "speakers", "webhooks"])
                await OpenAsync($"settings-{section}", $"app/settings/{section}", page.Locator("main h2").First);
        }

        public async Task TakeTranscriptAsync(string id)
        {
            var (path, dialog) = ($"app/transcriptions/{id}", page.GetByRole(AriaRole.Dialog));
            await OpenAsync("transcript", path, page.Locator("[data-peaks]"));
            await page.Locator("article").FocusAsync();
            await page.Keyboard.PressAsync("Tab");
            await TakeAsync("doubt", page.Locator("[popover]:popover-open"));
            await OpenAsync("export", $"{path}?export={id}", dialog.GetByText("Seven of clubs").First);
            await OpenAsync("bring", $"{path}?bring={id}", dialog);
            await page.GotoAsync(new Uri(root, path).AbsoluteUri);
            await page.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
            await TakeAsync("versions", dialog.GetByText("Version 1").First);
            await OpenAsync("correction", $"{path}?correct=on&t=8", page.Locator("button.name").First);
            await page.Keyboard.PressAsync("Enter");
            await TakeAsync("correction", page.GetByLabel("Text of the paragraph"));
            await page.Keyboard.PressAsync("Escape");
            await page.Keyboard.PressAsync("w");
            await TakeAsync("speakers", dialog);
            await OpenAsync("passage", $"{path}?correct=on&t=8", page.Locator("button.name").First);
            await page.Locator("article").FocusAsync();
            await page.Keyboard.PressAsync("r");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Transcribe", Exact = true }).ClickAsync();
            await TakeAsync("passage", dialog.GetByRole(AriaRole.Button, new() { Name = "Use it" }));
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
            await OpenAsync("summary", $"{path}?summary=on", page.GetByText("The speakers call").First);
            await OpenAsync("share", $"{path}?share={id}", dialog);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
            var link = dialog.GetByLabel("New link", new() { Exact = true }).And(page.Locator("input"));
            await TakeAsync("share", link);
            await page.GotoAsync(await link.InputValueAsync());
            await page.ReloadAsync();
            await TakeAsync("shared", page.Locator("article, main p").First);
        }

        public async Task TakeLiveAsync()
        {
            await page.Context.GrantPermissionsAsync(["microphone"]);
            await page.GotoAsync(new Uri(root, "app/live").AbsoluteUri);
            await page.GetByRole(AriaRole.Button, new() { Name = "Start captions" }).ClickAsync();
            await TakeAsync("live", page.GetByText("the only sense").First);
            await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Start captions" }).WaitForAsync();
        }

        private async Task OpenAsync(string view, string path, ILocator shown)
        {
            await page.GotoAsync(new Uri(root, path).AbsoluteUri);
            await TakeAsync(view, shown);
        }

        private async Task TakeAsync(string view, ILocator shown)
        {
            await shown.WaitForAsync();
            await page.EvaluateAsync("() => document.fonts.ready");
            await page.WaitForLoadStateAsync(LoadState.Load);

            // What the server is asked for by then; its events never end.
            await Task.Delay(1000);
            var path = Path.Combine(folder, $"{view}-{variant}.png");
            await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
            Count++;
        }
    }
}
