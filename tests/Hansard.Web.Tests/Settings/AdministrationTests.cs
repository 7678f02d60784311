using System.Net;
using System.Net.Http.Headers;
using Hansard.Engine.Tests;
using Hansard.Server.Projects;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Models;
using Hansard.Web.Tests.Browser;
using Hansard.Web.Tests.Library;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Settings;

public sealed class AdministrationTests(Chromium chromium, WebServer server)
{
    private const string KeyName = "<i>import</i>";

    [Fact]
    public async Task An_administrator_makes_a_project_and_a_key_that_works_until_it_is_revoked_and_others_are_told_why_not()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/settings/projects");
        visit.Expect("401");
        await visit.SignInAsync(await server.NewKeyAsync());
        await Expect(visit.Page.GetByText("For administrators only")).ToBeVisibleAsync();
        await Expect(visit.Link("Vocabulary")).ToBeVisibleAsync();
        await Expect(visit.Link("Projects and keys")).ToHaveCountAsync(0);
        await visit.MustBeAccessibleAsync();
        await visit.Button("Sign out").First.ClickAsync();
        await visit.SignInAsync(await server.NewAdministratorAsync());

        var project = $"<b>News</b> {Guid.NewGuid()}";
        await visit.Page.GetByLabel("Name of a new project").FillAsync(project);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Button(project)).ToHaveAttributeAsync("aria-expanded", "true");
        await visit.Page.GetByLabel("Name of a new project").FillAsync(project);
        visit.Expect("409");
        await visit.Button("Make project").ClickAsync();
        await Expect(visit.Page.GetByText("There is a project of this name already.")).ToBeVisibleAsync();

        await visit.Page.GetByLabel("Name of a new key").FillAsync(KeyName);
        await visit.Button("Make key").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(KeyName);
        await visit.MustBeAccessibleAsync();
        var key = await dialog.GetByLabel("Key", new() { Exact = true }).InputValueAsync();
        await visit.Button("I have copied it").ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        using var client = new LibraryClient(visit.Root, key);
        Assert.Equal(project, (await client.GetAsync("v1/account")).GetProperty("project").GetString());

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("strong", new() { HasTextString = KeyName })).ToBeVisibleAsync();
        Assert.DoesNotContain(key, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await visit.Button($"Revoke {KeyName}").ClickAsync();
        await Expect(dialog).ToContainTextAsync($"Revoke {KeyName}?");
        await visit.Button("Revoke for good").ClickAsync();
        await Expect(visit.Page.GetByText("Nobody has a key of this project.")).ToBeVisibleAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var refused = await http.GetAsync(new Uri(visit.Root, "v1/account"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_is_asked_twice_before_the_own_key_is_revoked_and_signed_out()
    {
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        await using (var own = await WebServer.StartAsync(data))
        {
            var store = own.Services.GetRequiredService<IProjectStore>();
            var key = await store.CreateKeyAsync(Project.Default, "operator", isAdmin: true);
            var project = store.Find(Project.Default)!.Id;
            await using var visit = await Visit.StartAsync(chromium, own.Address, $"app/settings/projects?project={project}");
            visit.Expect("409");
            visit.Expect("401");
            await visit.SignInAsync(key);
            await visit.Button("Revoke operator").ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await Expect(dialog).ToContainTextAsync("you are signed out at once");
            await visit.Button("Revoke for good").ClickAsync();
            await Expect(dialog).ToContainTextAsync("the last administrator's key");
            await visit.Button("Cancel").ClickAsync();
            Assert.Null(store.Keys().Single(entry => entry.IsAdmin).RevokedAt);

            await visit.Button("Revoke operator").ClickAsync();
            await visit.Button("Revoke for good").ClickAsync();
            await Expect(dialog).ToContainTextAsync("the last administrator's key");
            await visit.Button("Revoke for good").ClickAsync();
            await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
            await own.StopAsync();
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_model_is_pulled_with_its_progress_shown_and_is_then_among_the_models()
    {
        const string Model = "parakeet-random";
        var files = Fixtures.PathOf("models", Model);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var source = await LoopbackServer.StartAsync(async context =>
        {
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.SendFileAsync(Path.Combine(files, context.Request.Path.Value!["/m/".Length..]));
        });
        using var folder = new ModelsFolder().AddParakeet().Withdraw(Model, source.Url("/m/"));
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        await using (var own = await WebServer.StartAsync(data, options => options.Models = folder.Path))
        {
            var key = await own.Services.GetRequiredService<IProjectStore>().CreateKeyAsync(Project.Default, "operator", isAdmin: true);
            await using var visit = await Visit.StartAsync(chromium, own.Address, "app/settings/models");
            await visit.SignInAsync(key);
            await visit.Button($"Download {Model}").ClickAsync();
            await Expect(visit.Page.GetByLabel($"Download of {Model}")).ToBeVisibleAsync();
            await visit.MustBeAccessibleAsync();
            await visit.Button($"Cancel {Model}").ClickAsync();
            await Expect(visit.Button($"Download {Model}")).ToBeEnabledAsync();

            // Whoever comes back while it goes on sees it go on.
            await visit.Button($"Download {Model}").ClickAsync();
            await Expect(visit.Button($"Cancel {Model}")).ToBeVisibleAsync();
            await visit.Page.ReloadAsync();
            await Expect(visit.Button($"Cancel {Model}")).ToBeVisibleAsync();
            release.SetResult();
            await Expect(visit.Page.GetByText($"{Model} is here.")).ToBeVisibleAsync();
            var served = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Models", Exact = true });
            await Expect(served.GetByRole(AriaRole.Heading, new() { Name = Model })).ToBeVisibleAsync();
            await own.StopAsync();
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_machine_does_and_what_waits_is_shown_and_a_recording_s_place_in_the_queue()
    {
        var data = Directory.CreateTempSubdirectory("hansard-web-");
        using var recording = new LongRecording(TimeSpan.FromMinutes(10));
        await using (var own = await WebServer.StartAsync(
            data, options => (options.Threads, options.Jobs.StopGrace) = (1, TimeSpan.FromSeconds(1))))
        {
            var key = await own.Services.GetRequiredService<IProjectStore>().CreateKeyAsync("<b>News</b>", "operator", isAdmin: true);
            using var client = new LibraryClient(own.Address, key);
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(recording.File));
            var first = await client.CreateAsync("first.wav", content);
            await LibraryClient.UntilAsync(
                async () => (await client.GetAsync($"v1/transcriptions/{first}")).GetProperty("status").GetString() == "processing");
            using var next = new ByteArrayContent(await File.ReadAllBytesAsync(Visit.Recording));
            await client.CreateAsync("second.wav", next);

            await using (var visit = await Visit.StartAsync(chromium, own.Address, "app/settings/nodes"))
            {
                await visit.SignInAsync(key);
                var machine = visit.Page.GetByRole(AriaRole.Region, new() { Name = Dns.GetHostName() });
                await Expect(machine).ToContainTextAsync(first);
                await Expect(machine).ToContainTextAsync("1 of 1 workers are busy");
                await Expect(machine).ToContainTextAsync("whisper-base");
                var waiting = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Waiting" });
                await Expect(waiting.GetByRole(AriaRole.Listitem)).ToContainTextAsync("<b>News</b>");
                await Expect(waiting).ToContainTextAsync("1 job, 0:");
                await visit.MustBeAccessibleAsync();

                await visit.Page.GotoAsync(own.Address.AbsoluteUri);
                await Expect(visit.Page.GetByText("Place 1 in the queue")).ToBeVisibleAsync();
                await visit.MustBeAccessibleAsync();
            }

            await own.StopAsync();
        }

        data.Delete(recursive: true);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task No_section_has_a_fault_of_accessibility_or_is_wider_than_the_screen(ColorScheme colours, int width)
    {
        var settings = new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        };
        var key = await server.NewAdministratorAsync();
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync(), "app/settings", settings);
        using var client = new LibraryClient(visit.Root, key);
        await client.PostAsync("v1/vocabulary", new { terms = new[] { "Zestoretic", new string('x', 100) } });
        var pictures = new Pictures(visit.Page, $"{colours}-{width}".ToLowerInvariant());
        await visit.SignInAsync(key);
        foreach (var (link, text) in new[]
        {
            ("General", "Administrator"), ("Usage and storage", "0 files"), ("Vocabulary", "2 terms"), ("Models", "Catalogue"),
            ("Known speakers", "Nobody's voice is known."), ("Webhooks", "Try a webhook"), ("Projects and keys", "Make project"),
            ("Machines", "answers this page"), ("Server", "Storage of the server"),
        })
        {
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
            await Expect(visit.Page.GetByText(text).First).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Loading…")).ToHaveCountAsync(0);
            await pictures.TakeAsync($"settings-{link.Replace(' ', '-').ToLowerInvariant()}");
            await visit.MustBeAccessibleAsync();
            Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }
}
