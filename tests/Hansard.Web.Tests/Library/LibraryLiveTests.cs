using System.Collections.Concurrent;
using Hansard.Web.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Library;

/// <summary>The page hears of what happens on the server.</summary>
public sealed class LibraryLiveTests(Chromium chromium, WebServer server)
{
    private const string Events = "**/v1/events*";

    // Others may be transcribed before.
    private const float Patience = 180_000;

    [Fact]
    public async Task A_recording_that_is_transcribed_shows_its_stage_speed_time_left_and_text_so_far_by_one_stream_without_polling()
    {
        await using var visit = await Visit.SignedInAsync(chromium, server);
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();
        var asked = Requests(visit.Page);
        using var recording = new LongRecording(TimeSpan.FromMinutes(20));
        await visit.ChooseAsync(recording.File);
        var row = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = visit.Link("long.wav") });

        await visit.Button("Details of long.wav").ClickAsync();

        await Expect(row.GetByText("Recognising speech")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(row.GetByText("× real time")).ToBeVisibleAsync();
        await Expect(row.GetByText(" left")).ToBeVisibleAsync();
        await Expect(row.GetByRole(AriaRole.Region, new() { Name = "Text so far" })).ToContainTextAsync("surpass");
        await visit.MustBeAccessibleAsync();
        await visit.Page.ReloadAsync();
        await Expect(row.GetByRole(AriaRole.Region, new() { Name = "Text so far" })).ToContainTextAsync("surpass");
        await visit.Button("Cancel long.wav").ClickAsync();
        await Expect(row.GetByText("Cancelled", new() { Exact = true })).ToBeVisibleAsync();

        // The list is read when the page and the stream are opened, and when something is added or cancelled.
        Assert.InRange(asked.Count(path => path.StartsWith("/v1/transcriptions?", StringComparison.Ordinal)), 1, 10);
        Assert.InRange(asked.Count(path => path.StartsWith("/v1/events", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task What_another_client_adds_and_deletes_comes_and_goes_by_itself()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();
        using var client = new LibraryClient(visit.Root, key);

        var id = await client.TranscribeAsync("elsewhere.wav");
        await Expect(visit.Link("elsewhere.wav")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        await client.DeleteAsync(id);

        await Expect(visit.Page.GetByText("No transcriptions yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Where_no_stream_can_be_had_the_page_asks_again_and_again()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        visit.Expect("404");
        await visit.Page.RouteAsync(Events, route => route.FulfillAsync(new() { Status = 404 }));
        await visit.SignInAsync(await server.NewKeyAsync());

        await visit.TranscribeAsync();
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_opened_again_where_it_was()
    {
        await using var visit = await Visit.StartAsync(chromium, await server.AddressAsync());
        visit.Expect("ERR_FAILED");
        var asked = Requests(visit.Page);
        var times = 0;
        await visit.Page.RouteAsync(Events, route => Interlocked.Increment(ref times) switch
        {
            1 => route.FulfillAsync(new() { ContentType = "text/event-stream", Body = "id: 5\nevent: ready\ndata: {}\n\n" }),
            2 or 3 => route.AbortAsync(),
            _ => route.ContinueAsync(),
        });
        var key = await server.NewKeyAsync();
        await visit.SignInAsync(key);
        await LibraryClient.UntilAsync(() => Task.FromResult(times >= 4));
        using var client = new LibraryClient(visit.Root, key);

        await client.TranscribeAsync("later.wav");

        await Expect(visit.Link("later.wav")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(
            ["/v1/events", "/v1/events?after=5", "/v1/events?after=5", "/v1/events?after=5"],
            asked.Where(path => path.StartsWith("/v1/events", StringComparison.Ordinal)).Take(4));
    }

    private static ConcurrentQueue<string> Requests(IPage page)
    {
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).PathAndQuery);
        return asked;
    }
}
