using System.Diagnostics;
using Hansard.Bench.Service;

namespace Hansard.Bench.Scale;

/// <summary>Two workers with a thread each, against one: real recordings and models, on a machine that also runs all the rest.</summary>
internal static class WorkersMeasure
{
    private const int Jobs = 6;

    // Two minutes, so that what is done once for each does not count.
    private const string Recording = "simA6.ogg";

    // A look costs time that the workers have not.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <param name="database">Address of an empty PostgreSQL database.</param>
    public static async Task<List<ResultRow>> RunAsync(string database)
    {
        var recordings = Directory.CreateTempSubdirectory("hansard-bench-recordings-");
        try
        {
            Dictionary<string, string> Settings(string role) => new()
            {
                ["HANSARD_ROLE"] = role,
                ["HANSARD_DATABASE"] = database,
                ["HANSARD_OBJECTS"] = recordings.FullName,
                ["HANSARD_THREADS"] = "1",
            };
            await using var api = await ServerUnderTest.StartAsync(workers: 1, settings: Settings("api"));
            var talk = await File.ReadAllBytesAsync(Corpus.PathOf("conversations", Recording));
            var file = await api.UploadAsync(new ByteArrayContent(talk), Recording);

            await using var first = await ServerUnderTest.StartAsync(workers: 1, settings: Settings("worker"));
            _ = await SecondsAsync(api, file, jobs: 1);
            var one = await SecondsAsync(api, file, Jobs);

            await using var second = await ServerUnderTest.StartAsync(workers: 1, settings: Settings("worker"));
            _ = await SecondsAsync(api, file, jobs: 2);
            var two = await SecondsAsync(api, file, Jobs);
            return
            [
                new ResultRow(
                    $"{Jobs} recordings of two minutes, one worker of one thread, then two",
                    $"{one:F1} s, {two:F1} s: {one / two:F2} times as fast"),
            ];
        }
        finally
        {
            recordings.Delete(recursive: true);
        }
    }

    private static async Task<double> SecondsAsync(ServerUnderTest api, string file, int jobs)
    {
        var watch = Stopwatch.StartNew();
        List<string> ids = [];
        for (var i = 0; i < jobs; i++) ids.Add(await api.CreateAsync(file));
        foreach (var id in ids) _ = await api.TranscriptAsync(id, Look);
        return watch.Elapsed.TotalSeconds;
    }
}
