using System.Net;
using System.Text.Json;
using Hansard.Server.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Events;

public sealed class EventsTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_watches_sees_a_transcription_come_run_end_and_go()
    {
        await using var server = await TestServer.StartAsync();
        await using var events = await EventReader.OpenAsync(server.Client);
        Assert.Equal("ready", (await events.NextAsync()).Name);

        var job = await server.TranscribeAsync("slow 2500 hello");
        var first = await events.NextAsync();
        Assert.Equal(("transcription", job.String("id")), (first.Name, first.Data.String("id")));
        await events.UntilAsync(e => e.Data.String("status") == "processing" && e.Data.String("stage") == "recognition");
        await events.UntilAsync(e => e.Data.String("status") == "completed");
        using var deleted = await server.Client.DeleteAsync($"/v1/transcriptions/{job.String("id")}", Cancellation);
        var last = await events.UntilAsync(e => e.Name == "deleted");
        Assert.Equal(job.String("id"), last.Data.String("id"));
    }

    [Fact]
    public async Task Whoever_was_away_goes_on_where_it_was()
    {
        await using var server = await TestServer.StartAsync();
        string last;
        await using (var events = await EventReader.OpenAsync(server.Client)) last = (await events.NextAsync()).Id;
        var job = await server.EndAsync(await server.TranscribeAsync("hello"));

        await using var again = await EventReader.OpenAsync(server.Client, $"?after={last}");

        Assert.Equal("resumed", (await again.NextAsync()).Name);
        Assert.Equal(job.String("id"), (await again.NextAsync()).Data.String("id"));
        await using var unknown = await EventReader.OpenAsync(server.Client, "?after=999999");
        Assert.Equal("ready", (await unknown.NextAsync()).Name);
    }

    [Fact]
    public async Task Nobody_sees_another_projects_transcriptions()
    {
        await using var server = await TestServer.StartAsync();
        using var stranger = await server.NewProjectAsync("another");
        await using var events = await EventReader.OpenAsync(stranger);
        await events.NextAsync();
        await server.EndAsync(await server.TranscribeAsync("secret"));
        var own = await server.TranscribeAsync("own", stranger);
        Assert.Equal(own.String("id"), (await events.NextAsync()).Data.String("id"));
    }

    [Fact]
    public async Task A_stream_ends_with_the_key_that_it_was_opened_with()
    {
        await using var server = await TestServer.StartAsync();
        var store = server.Host.Services.GetRequiredService<IProjectStore>();
        using var client = server.NewClient(await store.CreateKeyAsync("default", "of somebody who leaves"));
        await using var events = await EventReader.OpenAsync(client);
        await events.NextAsync();

        await store.RevokeAsync(store.Keys().Single(key => key.Name == "of somebody who leaves").Id);
        await server.TranscribeAsync("secret");

        await Assert.ThrowsAsync<Xunit.Sdk.NotNullException>(events.NextAsync);
    }

    [Fact]
    public async Task Streams_are_bounded_and_a_closed_one_makes_room()
    {
        await using var server = await TestServer.StartAsync();
        List<EventReader> open = [];
        for (var i = 0; i < 100; i++) open.Add(await EventReader.OpenAsync(server.Client));
        using (var refused = await server.Client.GetAsync("/v1/events", Cancellation))
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        foreach (var reader in open) await reader.DisposeAsync();
        for (var i = 0; ; i++)
        {
            using var response = await server.Client.GetAsync(
                "/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            if (response.IsSuccessStatusCode) break;
            Assert.True(i < 100, "No place becomes free.");
            await Task.Delay(100, Cancellation);
        }
    }

    [Fact]
    public async Task A_server_stops_though_somebody_watches()
    {
        var server = await TestServer.StartAsync();
        await using var events = await EventReader.OpenAsync(server.Client);
        await events.NextAsync();
        await server.DisposeAsync().AsTask().WaitAsync(Longest, Cancellation);
    }

    [Fact]
    public async Task The_number_of_an_event_is_a_number()
    {
        await using var server = await TestServer.StartAsync();
        using var response = await server.Client.GetAsync("/v1/events?after=x", Cancellation);
        await Answer.ErrorAsync(response, 400, "invalid_request");
    }

    private sealed record Event(string Id, string Name, JsonElement Data);

    private sealed class EventReader(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
    {
        public static async Task<EventReader> OpenAsync(HttpClient client, string query = "")
        {
            var response = await client.GetAsync(
                $"/v1/events{query}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
            response.EnsureSuccessStatusCode();
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task<Event> NextAsync()
        {
            Dictionary<string, string> fields = [];
            while (true)
            {
                var line = await lines.ReadLineAsync(Cancellation).AsTask().WaitAsync(Longest);
                Assert.NotNull(line);
                if (line.Length > 0 && line[0] != ':') fields[line.Split(": ", 2)[0]] = line.Split(": ", 2)[1];
                else if (fields.Count > 0)
                    return new Event(fields["id"], fields["event"], JsonDocument.Parse(fields["data"]).RootElement);
            }
        }

        public async Task<Event> UntilAsync(Func<Event, bool> isWanted)
        {
            for (var i = 0; i < 50; i++)
                if (await NextAsync() is var found && isWanted(found)) return found;
            throw new TimeoutException("The event does not come.");
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
