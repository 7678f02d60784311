using System.Net.WebSockets;
using System.Text;
using Hansard.Server.Doors.Streaming;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Doors.OpenAi.Realtime;

/// <summary>Realtime sessions of clients that do whatever comes to their mind.</summary>
public sealed class HostileSessionTests(RealtimeServer realtime) : IClassFixture<RealtimeServer>
{
    private const int Sessions = 100;
    private const int AtOnce = 4;
    private const int MostMessages = 12;

    private static readonly string[] Messages =
    [
        "", "{", "[]", "null", "\"\"", """{"type": "session.update", "session": {"audio": {"input": null}}}""",
        """{"type": "session.update", "session": {"audio": {"input": {"turn_detection": null}}}}""",
        """{"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/pcma"}}}}}""",
        """{"type": "session.update", "session": {"audio": {"input": {"turn_detection": {"type": "semantic_vad", "eagerness": "low"}}}}}""",
        """{"type": "transcription_session.update", "session": {"input_audio_format": "g711_ulaw", "input_audio_transcription": null}}""",
        """{"type": "transcription_session.update", "session": {"include": {}}}""",
        """{"type": "input_audio_buffer.commit"}""", """{"type": "input_audio_buffer.clear"}""",
        """{"type": "input_audio_buffer.append", "audio": ""}""", """{"type": "input_audio_buffer.append", "audio": "AAA"}""",
        """{"type": "response.create"}""", """{"type": "\ud800", "event_id": 5}""",
    ];

    private TestServer Server => realtime.Server;

    [Fact]
    [Requires("ffmpeg")]
    public async Task Nothing_that_clients_do_stops_the_server_or_keeps_a_place()
    {
        var seed = Environment.TickCount;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Sessions),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                try
                {
                    await MisbehaveAsync(new Random(seed + number));
                }
                catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
                {
                    // The server has closed while something was sent: as it may.
                }
            });

        var slots = Server.Host.Services.GetRequiredService<LiveSlots>();
        for (var attempt = 0; slots.Running > 0; attempt++)
        {
            Assert.True(attempt < 600, $"With seed {seed}, {slots.Running} places are held by nobody.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        await using var client = await RealtimeClient.StartAsync(
            Server, new { format = Speech.Pcm, transcription = new { language = "en" }, turn_detection = (object?)null });
        await client.AppendAsync(Speech.Sound);
        await client.CommitAsync();
        var completed = await client.UntilAsync("conversation.item.input_audio_transcription.completed");
        Assert.Contains(Speech.Said, completed.String("transcript"), StringComparison.OrdinalIgnoreCase);
    }

    private async Task MisbehaveAsync(Random random)
    {
        await using var client = await RealtimeClient.OpenAsync(Server, isBeta: random.Next(3) == 0);
        for (var i = random.Next(MostMessages); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0:
                    // Cut anywhere.
                    var text = Encoding.UTF8.GetBytes(Messages[random.Next(Messages.Length)]);
                    var cut = random.Next(text.Length + 1);
                    await client.SendBytesAsync(text[..cut], WebSocketMessageType.Text, isLast: random.Next(4) == 0);
                    await client.SendBytesAsync(text[cut..], WebSocketMessageType.Text, isLast: true);
                    break;
                case 1:
                    var noise = new byte[random.Next(2_000)];
                    random.NextBytes(noise);
                    if (random.Next(2) == 0) await client.SendBytesAsync(noise, WebSocketMessageType.Binary, isLast: true);
                    else await client.AppendAsync(noise);
                    break;
                case 2:
                    var from = random.Next(Speech.Sound.Length);
                    await client.AppendAsync(Speech.Sound[from..Math.Min(Speech.Sound.Length, from + random.Next(20_000))]);
                    break;
                default:
                    await client.SendTextAsync(Messages[random.Next(Messages.Length)]);
                    break;
            }
        }
        if (random.Next(3) == 0) client.Abort();
    }
}
