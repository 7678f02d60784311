using System.Diagnostics;
using System.Text.Json;
using Hansard.Engine.Tests;
using Hansard.Server.Configuration;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Tests.Observability;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Live;

/// <summary>
/// Places among the sessions that transcribe, and what is told beyond them. Words that come while they are said are awaited, and the
/// processor time of all is measured.
/// </summary>
[Collection(nameof(AloneInItsProcess))]
public sealed class LiveSlotsTests
{
    private const string Said = "has never been surpassed";

    private static readonly byte[] Some = new byte[32_000];
    private static readonly object Raw = new
    {
        audio_format = "pcm_s16le",
        sample_rate = 16_000,
        num_channels = 1,
        language_hints = (string[])["en"],
    };

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_session_beyond_the_places_is_refused_when_it_speaks_and_a_place_is_given_back_by_rest_and_by_leaving()
    {
        await using var server = await StartAsync(live => live.Sessions = 1);
        await using var first = await LiveClient.StartAsync(server, Raw);
        await using var second = await LiveClient.StartAsync(server, Raw);
        await first.SendAsync(Some.AsMemory());
        await UntilAsync(server, slots => slots is { Running: 1, Open: 2 });
        await RefusedAsync(server);

        // It goes on being open, and its place is another's.
        await RestAsync(server, first);
        await second.SendAsync(Some.AsMemory());
        await UntilAsync(server, slots => slots.Running == 1);
        await first.SendAsync(Some.AsMemory());
        Told((await first.AllAsync())[^1], 429, "limit_exceeded");

        second.Abort();
        await UntilAsync(server, slots => slots is { Running: 0, Open: 0 });
        Assert.Contains(Said, await TranscribeAsync(server), StringComparison.OrdinalIgnoreCase);
        await UntilAsync(server, slots => slots is { Running: 0, Open: 0 });
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Beyond_the_places_only_final_words_come_where_it_is_set_so_and_both_are_bounded()
    {
        await using var server = await StartAsync(live =>
        {
            live.Sessions = 1;
            live.Beyond = LiveBeyond.Finals;
            live.FinalsSessions = 1;
        });
        await using var first = await LiveClient.StartAsync(server, Raw);
        await first.SendAsync(Some.AsMemory());
        await UntilAsync(server, slots => slots.Running == 1);

        await using var second = await LiveClient.StartAsync(server, Raw);
        await second.SendAsync([.. Sound(), .. Some, .. Some], 3_200);
        await UntilAsync(server, slots => slots is { Running: 1, FinalsOnly: 1 });
        await RefusedAsync(server);
        var seen = await second.UntilAsync(message => message.ToString().Contains("surpassed", StringComparison.Ordinal));
        Assert.All(Tokens(seen), token => Assert.True(token.GetProperty("is_final").GetBoolean()));

        // With a place among the others after a rest, it is told words while they are said.
        first.Abort();
        await UntilAsync(server, slots => slots.Running == 0);
        await RestAsync(server, second);
        await second.SendAsync(Sound()[..48_000], 3_200);
        seen = await second.UntilAsync(message => Tokens([message]).Any(token => !token.GetProperty("is_final").GetBoolean()));
        Assert.Equal((1, 0), (Slots(server).Running, Slots(server).FinalsOnly));
        await second.SendAsync(Sound()[48_000..], 3_200);
        await second.SendAsync("");
        seen.AddRange(await second.AllAsync());
        Assert.Contains(Said, Text(seen), StringComparison.OrdinalIgnoreCase);
        Assert.True(seen[^1].GetProperty("finished").GetBoolean());
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Two_hundred_sessions_that_are_only_kept_alive_leave_the_places_to_others()
    {
        await using var server = await StartAsync(live =>
        {
            live.Sessions = 1;
            live.Connections = 201;
            live.Idle = TimeSpan.FromMinutes(5);
        });
        var idle = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LiveClient.StartAsync(server, Raw)));
        try
        {
            await UntilAsync(server, slots => slots.Open == 200);
            var before = Environment.CpuUsage.TotalTime;
            var memory = Process.GetCurrentProcess().WorkingSet64;
            for (var i = 0; i < 5; i++) await Task.WhenAll(idle.Select(client => client.SendAsync("""{"type": "keepalive"}""")));
            var spent = Environment.CpuUsage.TotalTime - before;
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"1000 keepalives took {spent.TotalMilliseconds:0} ms of processor; working set {memory >> 20} MB");
            // A keepalive every 5 s of each: a hundredth of a core at most, test included.
            Assert.InRange(spent.TotalSeconds, 0, 2.5);
            Assert.Contains(Said, await TranscribeAsync(server), StringComparison.OrdinalIgnoreCase);
            Assert.Equal(200, Slots(server).Open);

            await using var one = await LiveClient.StartAsync(server, Raw);
            await UntilAsync(server, slots => slots.Open == 201);
            await using var more = await LiveClient.StartAsync(server, Raw);
            Told(Assert.Single(await more.AllAsync()), 429, "limit_exceeded");
        }
        finally
        {
            foreach (var client in idle) client.Abort();
        }
        await UntilAsync(server, slots => slots is { Running: 0, Open: 0 });
    }

    private static Task<TestServer> StartAsync(Action<LiveDoorOptions> configure) => TestServer.StartAsync(
        options =>
        {
            options.Doors.Live.Rest = TimeSpan.FromMilliseconds(200);
            configure(options.Doors.Live);
        },
        realEngine: true);

    private static LiveSlots Slots(TestServer server) => server.Host.Services.GetRequiredService<LiveSlots>();

    private static async Task UntilAsync(TestServer server, Func<LiveSlots, bool> holds)
    {
        for (var attempt = 0; !holds(Slots(server)); attempt++)
        {
            Assert.InRange(attempt, 0, 1_200);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task RestAsync(TestServer server, LiveClient client)
    {
        for (var attempt = 0; Slots(server).Running + Slots(server).FinalsOnly > 0; attempt++)
        {
            Assert.InRange(attempt, 0, 1_200);
            await client.SendAsync("""{"type": "keepalive"}""");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task RefusedAsync(TestServer server)
    {
        await using var client = await LiveClient.StartAsync(server, Raw);
        await client.SendAsync(Some.AsMemory());
        Told(Assert.Single(await client.AllAsync()), 429, "limit_exceeded");
    }

    private static async Task<string> TranscribeAsync(TestServer server)
    {
        await using var client = await LiveClient.StartAsync(server, Raw);
        await client.SendAsync(Sound(), 3_200);
        await client.SendAsync("");
        return Text(await client.AllAsync());
    }

    private static void Told(JsonElement message, int code, string type) => Assert.Equal(
        (code, type), (message.GetProperty("error_code").GetInt32(), message.GetProperty("error_type").GetString()));

    private static IEnumerable<JsonElement> Tokens(IEnumerable<JsonElement> messages)
        => messages.SelectMany(message => message.GetProperty("tokens").EnumerateArray());

    private static string Text(IEnumerable<JsonElement> messages) => string.Concat(
        Tokens(messages).Where(token => token.GetProperty("is_final").GetBoolean()).Select(token => token.GetProperty("text").GetString()));

    private static byte[] Sound() => File.ReadAllBytes(Fixtures.PathOf("audio", "clips", "en_LJ001-0008.wav"))[44..];
}
