using System.Text;
using System.Text.Json;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Doors.Wyoming;
using Hansard.Server.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.Wyoming;

/// <summary>Connections from their first event to their end.</summary>
[Collection(nameof(WyomingServer))]
public sealed class WyomingSessionTests(WyomingServer home)
{
    private const int Seed = 20;
    private const int Cuts = 300;

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_connection_takes_one_utterance_after_the_other_and_their_usage_is_logged()
    {
        using var client = await home.ConnectAsync();
        for (var round = 0; round < 2; round++)
        {
            await client.SendAsync(WyomingClient.Recorded("ha_stt_client"));
            var events = await client.ReadUntilAsync("transcript-stop");
            Assert.Matches("(?i)young man", events[^2].Data.String("text"));
        }

        using var owner = await home.Server.NewProjectAsync(WyomingServer.Project);
        var logs = await home.Server.GetAsync("/v1/usage-logs?start_time=2020-01-01T00:00:00Z&end_time=2100-01-01T00:00:00Z", owner);
        Assert.Contains(
            logs.GetProperty("usage_logs").EnumerateArray(),
            log => log.String("model") == "wyoming" && log.GetProperty("input_audio_duration_ms").GetInt64() is > 2_000 and < 4_000);
        Assert.Contains("door=\"wyoming\"", await home.Server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_terms_are_terms_names_first()
    {
        const string Data =
            """{"name": "nobody", "language": "de", "transcript_terms": ["ill", 1], "transcript_names": ["Höß", " ", "Dashwood"]}""";
        var fields = JsonDocument.Parse(Data).RootElement.EnumerateObject().ToDictionary(each => each.Name, each => each.Value);
        var wish = WyomingWish.Of(new WyomingEvent("transcribe", fields, default));
        var request = wish.ToRequest(home.Server.Host.Services.GetRequiredService<CurrentModels>().Models);
        Assert.Equal("""{"terms":["Höß","Dashwood","ill"]}""", request.Context?.GetRawText());
        Assert.Equal(["de"], request.LanguageHints!);
        Assert.True(request.LanguageHintsStrict);
        Assert.Null(request.Model);
    }

    public static TheoryData<string> Malformed =>
    [
        "no JSON\n", "[1]\n", "{}\n", "{\"type\": 1}\n", "{\"type\": \"ping\", \"data_length\": -1}\n",
        "{\"type\": \"ping\", \"data_length\": 1e99}\n", "{\"type\": \"ping\", \"data_length\": \"8\"}\n",
        "{\"type\": \"ping\", \"data_length\": 300000}\n", "{\"type\": \"ping\", \"payload_length\": 2000000000}\n",
        "{\"type\": \"ping\", \"data_length\": 3}\n{\"te", "{\"type\": \"ping\", \"data_length\": 4}\nnull",
        "{\"type\": \"\\ud800\"}\n", "{\"type\": \"ping\", \"data\": {\"\\ud800\": 1}}\n",
        "{\"type\": \"transcribe\", \"data\": {\"transcript_terms\": [\"\\ud800\", \"ok\"]}}\n",
        "{\"type\": \"transcribe\", \"data_length\": 22}\n{\"language\": \"\\ud800\"}",
        "{\"type\": \"audio-start\"}\n", "{\"type\": \"audio-start\", \"data\": {\"rate\": 16000, \"width\": 9, \"channels\": 1}}\n",
        "{\"type\": \"audio-chunk\", \"data\": {\"rate\": 1e9, \"width\": 2, \"channels\": 1}, \"payload_length\": 2}\nab",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_malformed_is_told_and_ends_the_connection(string sent)
    {
        using var client = await home.ConnectAsync();
        await client.SendAsync(sent);
        var error = Assert.Single(await client.ReadAllAsync());
        Assert.Equal(("error", "invalid_request"), (error.Type, error.Data.String("code")));
        Assert.NotEmpty(error.Data.String("text"));
    }

    [Fact]
    public async Task A_header_without_an_end_is_told_and_ends_the_connection()
    {
        using var client = await home.ConnectAsync();
        await client.SendAsync(new string('x', WyomingReader.MaximumHeader + 4_096));
        Assert.Equal("error", Assert.Single(await client.ReadAllAsync()).Type);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task A_format_that_changes_within_an_utterance_is_told()
    {
        using var client = await home.ConnectAsync();
        await client.SendAsync(Chunk(16_000));
        await client.SendAsync(Chunk(8_000));
        Assert.Equal("error", Assert.Single(await client.ReadAllAsync()).Type);
    }

    [Fact]
    public async Task Unknown_events_empty_lines_and_marks_are_passed_over()
    {
        using var client = await home.ConnectAsync();
        await client.SendAsync("\r\n\n\uFEFF{\"type\": \"run-pipeline\", \"data_length\": null}\r\n");
        await client.SendAsync(WyomingClient.Event("select-program", new { name = "x" }));
        await client.SendAsync(WyomingClient.Event("ping", new { text = "ü" }));
        Assert.Equal("ü", (await client.ReadAsync())!.Data.String("text"));
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Clients_that_break_off_anywhere_leave_nothing_behind()
    {
        var random = new Random(Seed);
        byte[] whole =
        [
            .. WyomingClient.Event("describe"), .. WyomingClient.Event("transcribe", new { language = "en" }),
            .. WyomingClient.Event("audio-start", new { rate = 16_000, width = 2, channels = 1 }),
            .. Chunk(16_000), .. Chunk(16_000), .. WyomingClient.Event("audio-stop"), .. WyomingClient.Event("ping"),
        ];
        var plans = Enumerable.Range(0, Cuts)
            .Select(_ => (Cut: random.Next(whole.Length), Change: random.Next(4), At: random.Next(whole.Length)))
            .ToList();
        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (plan, _) =>
        {
            var bytes = whole[..plan.Cut];
            if (plan.Change == 0 && plan.At < bytes.Length) bytes[plan.At] ^= 0x15;
            using var client = await home.ConnectAsync();
            try
            {
                await client.SendAsync(bytes);
                if (plan.Change == 1) client.Reset();
                else if (plan.Change != 2) client.End();
            }
            catch (IOException)
            {
                // The server has closed already.
            }
        });

        var slots = home.Server.Host.Services.GetRequiredService<LiveSlots>();
        for (var attempt = 0; home.Listener.Open > 0 || slots.Running > 0; attempt++)
        {
            Assert.True(attempt < 600, $"Seed {Seed}: {home.Listener.Open} connections and {slots.Running} sessions are left.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        using var proper = await home.ConnectAsync();
        await proper.SendAsync(WyomingClient.Recorded("no_audio_client"));
        Assert.Empty((await proper.ReadUntilAsync("transcript"))[^1].Data.String("text"));
    }

    private static byte[] Chunk(int rate)
        => WyomingClient.Event("audio-chunk", new { rate, width = 2, channels = 1, text = Encoding.UTF8.GetString("é"u8) }, new byte[640]);
}
