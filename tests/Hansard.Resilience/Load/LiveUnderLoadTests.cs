using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Hansard.Resilience.Reports;
using Hansard.Server.Jobs;
using Hansard.Server.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Resilience.Load;

/// <summary>Live sessions on a server that gets twice as much as it can do.</summary>
[Collection<Access.AloneInItsProcess>]
public sealed class LiveUnderLoadTests(ResilienceReport report)
{
    private const int Sessions = 8;
    private const int PieceMs = 100;

    // Two workers with jobs of 0.2 s do ten a second; so many clients ask for twice as many, and more wait.
    private const int Clients = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public Task Sessions_go_on_while_others_are_told_to_come_again() => SpeakAsync(TimeSpan.FromSeconds(4));

    [Fact(Explicit = true)]
    public Task Sessions_go_on_for_minutes_while_others_are_told_to_come_again() => SpeakAsync(TimeSpan.FromSeconds(Effort.Of(180)));

    private async Task SpeakAsync(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await TestServer.StartAsync(
            options =>
            {
                options.Workers = 2;
                options.Limits.PendingTranscriptions = 20;
                options.Doors.Live.Sessions = Sessions;
            },
            replace: services => services.AddSingleton<ILiveTranscriber, CountingTranscriber>());
        var quiet = await SpeakAsync(server, time / 4);
        var clients = new ManyClients(() => server.NewClient(TestServer.Key));
        using var stop = new CancellationTokenSource();
        var flood = clients.RunAsync(Clients, "slow 200", stop.Token);
        using var anyone = server.NewClient(null);
        var (ill, watching) = (0, true);
        var health = Task.Run(async () =>
        {
            for (; Volatile.Read(ref watching); await Task.Delay(200))
                foreach (var path in (string[])["/healthz", "/readyz"])
                {
                    using var response = await anyone.GetAsync(path);
                    if (!response.IsSuccessStatusCode) ill++;
                }
        });
        var loaded = await SpeakAsync(server, time * 3 / 4);
        Volatile.Write(ref watching, false);
        await health;
        await stop.CancelAsync();
        await flood;
        var answers = clients.Deeds["create"].Statuses;
        report.Add("Load", new ReportRow(
            $"{Sessions} live sessions beside {Clients} clients on a server that takes 20 jobs", Sessions, ill + clients.Untrue, 0,
            watch.Elapsed,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{answers.GetValueOrDefault(201)} jobs taken, {answers.GetValueOrDefault(429)} refused with 429 and Retry-After; words "
                + $"came after {At(quiet, 0.5):0} ms (p99 {At(quiet, 0.99):0}) before it, {At(loaded, 0.5):0} ms "
                + $"(p99 {At(loaded, 0.99):0}) during it, {loaded.Count:N0} words, none missing")));
        Assert.True(answers.GetValueOrDefault(429) > 0, "Nobody was refused.");
        Assert.Equal((0, 0), (ill, clients.Untrue));
    }

    private static double At(IReadOnlyList<double> ascending, double share) => ascending[(int)(share * (ascending.Count - 1))];

    // Milliseconds from a piece of sound to its word, ascending; a session that is cut, or loses a word, fails.
    private static async Task<IReadOnlyList<double>> SpeakAsync(TestServer server, TimeSpan time)
    {
        var delays = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => Task.Run(() => SpeakAsync(server, time, delays))));
        return [.. delays.Order()];
    }

    private static async Task SpeakAsync(TestServer server, TimeSpan time, ConcurrentBag<double> delays)
    {
        using var limit = new CancellationTokenSource(time + Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(new Uri(server.Host.Address, "/transcribe-websocket")) { Scheme = "ws" }.Uri, limit.Token);
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                api_key = TestServer.Key,
                model = "stt-rt-v5",
                audio_format = "pcm_s16le",
                sample_rate = 16_000,
                num_channels = 1,
            }),
            WebSocketMessageType.Text, true, limit.Token);
        var sent = new ConcurrentDictionary<int, long>();
        var pieces = (int)(time.TotalMilliseconds / PieceMs);
        var reading = ReadAsync(socket, sent, pieces * PieceMs, delays, limit.Token);
        var clock = Stopwatch.StartNew();
        for (var i = 1; i <= pieces && !reading.IsCompleted; i++)
        {
            if (TimeSpan.FromMilliseconds(i * PieceMs) - clock.Elapsed is { Ticks: > 0 } early) await Task.Delay(early, limit.Token);
            sent[i * PieceMs] = Stopwatch.GetTimestamp();
            await socket.SendAsync(new byte[PieceMs * 32], WebSocketMessageType.Binary, true, limit.Token);
        }
        await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Binary, true, limit.Token);
        await reading;
    }

    private static async Task ReadAsync(
        ClientWebSocket socket, ConcurrentDictionary<int, long> sent, int last, ConcurrentBag<double> delays, CancellationToken limit)
    {
        var buffer = new byte[1 << 18];
        var heard = 0;
        for (var isFinished = false; !isFinished;)
        {
            var count = 0;
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, count, buffer.Length - count), limit);
                Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
                count += part.Count;
            }
            while (!part.EndOfMessage);
            using var message = JsonDocument.Parse(buffer.AsMemory(0, count));
            var root = message.RootElement;
            Assert.False(root.TryGetProperty("error_message", out var error), $"A session was ended: {error}");
            isFinished = root.TryGetProperty("finished", out _);
            foreach (var token in root.GetProperty("tokens").EnumerateArray())
            {
                var said = token.String("text");
                if (!int.TryParse(said, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var upTo)) continue;
                heard = upTo;

                // Several pieces may have come at once.
                if (sent.TryGetValue(upTo, out var since)) delays.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }
        Assert.Equal(last, heard);
    }
}
