using System.Globalization;
using Hansard.Bench.Service;
using Hansard.Engine.Audio;

namespace Hansard.Bench.Live;

/// <summary>
/// Memory and processor time of sessions that are open and in which nobody speaks: of those that never had sound, and of those that had.
/// </summary>
/// <remarks>Each kind has a server of its own, so that none uses what another left.</remarks>
internal static class IdleLiveMeasure
{
    private const string Language = "en";

    /// <summary>Length of a clip's beginning that a session has; a second of silence follows.</summary>
    private const int SpokenSeconds = 4;

    /// <summary>Sessions that speak at once: more would wait for the processor.</summary>
    private const int AtOnce = 4;

    /// <summary>Time between two messages of a client that pauses, as the vendor's clients have it.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>Keepalives before anything is measured: a session rests after the second.</summary>
    private const int Settling = 3;

    private const int Measured = 12;

    /// <param name="connections">Sessions that are open at once.</param>
    /// <param name="diarize">Those that speak want speakers too.</param>
    public static async Task<List<ResultRow>> RunAsync(int connections, bool diarize)
    {
        var clips = await LiveClips.ReadAsync(Language);
        return
        [
            .. await RunAsync("never any sound", connections, clips, diarize, Kind.Silent),
            .. await RunAsync("a clip of raw samples each", connections, clips, diarize, Kind.Raw),
            .. await RunAsync("a clip of a WAV file each", connections, clips, diarize, Kind.File),
        ];
    }

    private static async Task<List<ResultRow>> RunAsync(string name, int connections, LiveClips clips, bool diarize, Kind kind)
    {
        await using var server = await ServerUnderTest.StartAsync(
            workers: 1,
            settings: new Dictionary<string, string>
            {
                ["HANSARD_DOORS__LIVE__SESSIONS"] = $"{connections + AtOnce}",
                ["HANSARD_DOORS__LIVE__CONNECTIONS"] = $"{connections + AtOnce}",
                ["HANSARD_DOORS__LIVE__IDLE"] = "00:01:00",
            });
        // Models are loaded, and as much is allocated as sessions that speak at once need.
        var warm = await OpenAsync(server, AtOnce, clips, diarize, kind is Kind.Silent ? Kind.Raw : kind);
        foreach (var session in warm) session.Dispose();
        await Task.Delay(KeepAlive);
        var before = server.Megabytes();
        var sessions = await OpenAsync(server, connections, clips, diarize, kind);
        try
        {
            for (var i = 0; i < Settling; i++) await KeepAliveAsync(sessions);
            var (after, children, processor) = (server.Megabytes(), server.Children(), server.ProcessorSeconds());
            for (var i = 0; i < Measured; i++) await KeepAliveAsync(sessions);
            var seconds = server.ProcessorSeconds() - processor;
            var each = (after - before + children.Megabytes) / connections;
            Console.Error.WriteLine($"{name}: {before:F0} MB, {after:F0} MB, {children}, {seconds:F2} s");
            return
            [
                new($"{name}: the server, before and with {connections}", $"{before:F0} MB, {after:F0} MB"),
                new($"{name}: ffmpeg", $"{children.Megabytes:F0} MB in {children.Count} processes"),
                new($"{name}: each, all included", $"{each.ToString("F2", CultureInfo.InvariantCulture)} MB"),
                new($"{name}: processor, a minute of keepalives", $"{seconds:F2} s"),
            ];
        }
        finally
        {
            foreach (var session in sessions) session.Dispose();
        }
    }

    private static async Task<LiveStream[]> OpenAsync(ServerUnderTest server, int count, LiveClips clips, bool diarize, Kind kind)
    {
        LiveStream[] sessions = [.. Enumerable.Range(0, count).Select(_ => new LiveStream())];
        // None of those that have spoken must end for want of messages while others speak.
        using var over = new CancellationTokenSource();
        var opened = new bool[count];
        var keeping = KeepAliveAsync(sessions.Where((_, i) => Volatile.Read(ref opened[i])), over.Token);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            await sessions[i].OpenAsync(server.Client.BaseAddress!, Language, diarize && kind is not Kind.Silent, kind is Kind.File);
            if (kind is not Kind.Silent) await sessions[i].SayAsync(Beginning(clips.From(i % clips.Count).First()));
            Volatile.Write(ref opened[i], true);
        });
        await over.CancelAsync();
        await keeping;
        return sessions;
    }

    private static float[] Beginning(LiveClip clip)
        => [.. clip.Samples.Take(SpokenSeconds * AudioSpecification.SampleRate), .. new float[AudioSpecification.SampleRate]];

    private static async Task KeepAliveAsync(IEnumerable<LiveStream> sessions, CancellationToken cancellationToken = default)
    {
        do
        {
            await Task.Delay(KeepAlive, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var session in sessions) await session.KeepAliveAsync();
        }
        while (cancellationToken is { CanBeCanceled: true, IsCancellationRequested: false });
    }

    private enum Kind
    {
        Silent,
        Raw,
        File,
    }
}
