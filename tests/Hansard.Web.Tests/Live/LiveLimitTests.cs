using System.Net.WebSockets;
using Hansard.Web.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Hansard.Web.Tests.Live;

/// <summary>Live captions of servers that give none.</summary>
public sealed class LiveLimitTests(Chromium chromium) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-web-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Where_all_sessions_are_taken_it_is_said_and_another_start_finds_a_free_one()
    {
        await using var server = await WebServer.StartAsync(_data, options =>
        {
            options.NoAuth = true;
            options.Doors.Live.Sessions = 1;
        });
        await using var visit = await LivePage.OpenAsync(chromium, server.Address, key: null);
        var live = new LivePage(visit);
        using var other = await OtherAsync(server.Address);
        await visit.Button("Start captions").ClickAsync();
        await Expect(live.Problem).ToContainTextAsync("A limit of the project or of the server is reached.");
        await live.MustBeAsync("Not listening");

        // The server answers when the place is free.
        await other.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await visit.Button("Start captions").ClickAsync();
        await live.MustSayAsync(1);
        await visit.Button("Stop").ClickAsync();
        await live.MustBeAsync("Not listening");
        await server.StopAsync();
    }

    [Fact]
    public async Task A_server_without_live_transcription_offers_none_and_says_so_at_its_address()
    {
        await using var server = await WebServer.StartAsync(_data, options =>
        {
            options.NoAuth = true;
            options.Doors.Live.Enabled = false;
        });
        await using var visit = await LivePage.OpenAsync(chromium, server.Address, key: null);

        await Expect(visit.Page.GetByText("This server does not transcribe live.")).ToBeVisibleAsync();
        await Expect(visit.Link("Live")).ToHaveCountAsync(0);
        await Expect(visit.Button("Start captions")).ToHaveCountAsync(0);
    }

    private static async Task<ClientWebSocket> OtherAsync(Uri root)
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder(root) { Scheme = "ws", Path = "transcribe-websocket" }.Uri;
        await socket.ConnectAsync(address, CancellationToken.None);
        var start = """{"model": "stt-rt-v5", "audio_format": "pcm_s16le", "sample_rate": 16000, "num_channels": 1}"""u8.ToArray();
        await socket.SendAsync(start, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        // The first answer shows that it has its place.
        await socket.SendAsync(new byte[2 * 32_000], WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[4_096], CancellationToken.None);
        return socket;
    }
}
