using System.Diagnostics;
using Hansard.Bench.Scale;
using Hansard.Bench.Service;

namespace Hansard.Bench.Measures;

/// <summary>The running service: a short clip from upload to transcript, a large upload, and requests while two jobs run.</summary>
internal static class ServiceMeasure
{
    private const int Clips = 10;
    private const long LargeFile = 1L << 30; // 1 GiB, more than the server may hold in memory.

    // More than two workers get through while requests are measured.
    private const int LongJobs = 40;

    /// <param name="perSecond">Requests a second.</param>
    /// <param name="duration">Time for which they are sent.</param>
    public static async Task<List<ResultRow>> RunAsync(int perSecond, TimeSpan duration)
    {
        var clip = await File.ReadAllBytesAsync(Corpus.PathOf("vendor", "audio_short.mp3"));
        var talk = await File.ReadAllBytesAsync(Corpus.PathOf("vendor", "coffee_shop.mp3"));
        await using var server = await ServerUnderTest.StartAsync(workers: 2);
        return
        [
            await ClipAsync(server, clip),
            await UploadAsync(server),
            .. await LoadAsync(server, talk, perSecond, duration),
        ];
    }

    private static async Task<ResultRow> ClipAsync(ServerUnderTest server, byte[] clip)
    {
        var busy = LoadAverage();
        var seconds = new double[Clips];
        for (var i = 0; i < Clips; i++)
        {
            var watch = Stopwatch.StartNew();
            var file = await server.UploadAsync(new ByteArrayContent(clip), "audio_short.mp3");
            _ = await server.TranscriptAsync(await server.CreateAsync(file));
            seconds[i] = watch.Elapsed.TotalSeconds;
        }

        return new ResultRow(
            $"2.4 s clip, upload to transcript, asked every 5 ms, {Clips} times",
            $"first {seconds[0]:F2} s, median {seconds.Order().ElementAt(Clips / 2):F2} s, worst {seconds.Max():F2} s ({busy})");
    }

    private static async Task<ResultRow> UploadAsync(ServerUnderTest server)
    {
        var (busy, before) = (LoadAverage(), server.Megabytes());
        var watch = Stopwatch.StartNew();
        var body = new RepeatedBytes(LargeFile);
        var upload = server.UploadAsync(body, "large.wav");
        var peak = before;
        while (!upload.IsCompleted)
        {
            await Task.WhenAny(upload, Task.Delay(20));
            peak = Math.Max(peak, server.Megabytes());
        }

        var file = await upload;
        var (seconds, wait) = (watch.Elapsed.TotalSeconds, Stopwatch.GetElapsedTime(body.SentAt).TotalSeconds);
        using var deleted = await server.Client.DeleteAsync($"/v1/files/{file}");
        return new ResultRow(
            "upload of 1 GiB: growth of the server's resident memory",
            $"{peak - before:F0} MB, from {before:F0} to {peak:F0}, in {seconds:F0} s, answered {wait:F1} s after the last byte ({busy})");
    }

    private static async Task<IReadOnlyList<ResultRow>> LoadAsync(ServerUnderTest server, byte[] talk, int perSecond, TimeSpan duration)
    {
        var file = await server.UploadAsync(new ByteArrayContent(talk), "coffee_shop.mp3");
        var done = await server.CreateAsync(file);
        _ = await server.TranscriptAsync(done);
        string[] paths =
        [
            $"/v1/transcriptions/{done}", "/v1/transcriptions?limit=20", $"/v1/transcriptions/{done}/transcript", $"/v1/files/{file}",
            "/v1/files?limit=20",
            "/v1/models", "/v1/transcriptions/count", "/v1/concurrency-limits",
        ];
        _ = await RequestLoad.RunAsync(server.Client, paths, perSecond, TimeSpan.FromSeconds(2));

        // Without jobs first: what is then slow is the machine's, or what else runs on it.
        var alone = await LoadAsync(server, paths, perSecond, duration);
        for (var i = 0; i < LongJobs; i++) await server.CreateAsync(file);
        return [alone, await LoadAsync(server, paths, perSecond, duration)];
    }

    private static async Task<ResultRow> LoadAsync(ServerUnderTest server, string[] paths, int perSecond, TimeSpan duration)
    {
        var (busy, running) = (LoadAverage(), await server.RunningAsync());
        var milliseconds = await RequestLoad.RunAsync(server.Client, paths, perSecond, duration);
        var still = await server.RunningAsync();
        return new ResultRow(
            $"{perSecond} mixed reads a second for {duration.TotalSeconds:0} s, {running} jobs running at the start and {still} at the end",
            $"{Percentiles.Describe(milliseconds)}, worst {milliseconds[^1]:F0} ms ({busy})");
    }

    // What else runs on the machine changes every figure here.
    private static string LoadAverage() => $"load average before {File.ReadAllText("/proc/loadavg").Split(' ')[0]}";
}
