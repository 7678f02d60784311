using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Hansard.Bench.Service;
using Hansard.Engine;
using Hansard.Engine.Transcripts;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Npgsql;

namespace Hansard.Bench.Scale;

/// <summary>Times of requests, claims and whole jobs, from a hundred stored transcriptions to a million.</summary>
/// <remarks>
/// A running server is asked over HTTP; a claim and the end of a job are measured beside it, at the store, as a worker does them. A tenth
/// of the transcriptions waits in the queue, for a model that nobody has.
/// </remarks>
internal static class ManyRowsMeasure
{
    private const int Samples = 1000;
    private const int PerSecond = 100;
    private const int Searches = 100;
    private const int SearchedRows = 100_000;
    private const int Words = 120;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="database">Address of an empty PostgreSQL database; null: SQLite.</param>
    /// <param name="rows">The most transcriptions.</param>
    /// <param name="plot">A file for the plot of the cost of a job; null: none.</param>
    public static async Task<List<ResultRow>> RunAsync(string? database, int rows, string? plot)
    {
        var data = Directory.CreateTempSubdirectory("hansard-bench-rows-");
        try
        {
            return await RunAsync(database, rows, plot, data);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<List<ResultRow>> RunAsync(string? database, int rows, string? plot, DirectoryInfo data)
    {
        var settings = new Dictionary<string, string> { ["HANSARD_LIMITS__PENDINGTRANSCRIPTIONS"] = "10000000" };
        if (database is not null)
        {
            settings["HANSARD_ROLE"] = "api";
            settings["HANSARD_DATABASE"] = database;
            settings["HANSARD_OBJECTS"] = Path.Combine(data.FullName, "recordings");
            Directory.CreateDirectory(settings["HANSARD_OBJECTS"]);
        }
        await using var server = await ServerUnderTest.StartAsync(workers: 1, settings: settings);
        var file = await server.UploadAsync(new ByteArrayContent("none"u8.ToArray()), "none.wav");
        using var sql = await OpenAsync(database, server.Data);
        var stored = new StoredRows(sql);
        var jobs = new SqlJobStore(sql, new ServerId(Guid.NewGuid().ToString()), TimeProvider.System);
        List<ResultRow> results = [];
        List<JobCost> costs = [];
        for (var size = 100; size <= rows; size *= 10)
        {
            await stored.GrowAsync(size);
            await GetAsync(server, stored, 5); // What is asked for the first time is compiled first.
            List<(string, double[])> reads =
            [
                ("list", await GetAsync(server, stored, 10, StoredRows.ListPath)),
                ("count", await GetAsync(server, stored, 10, StoredRows.CountPath)),
                ("get", await GetAsync(server, stored, 10, stored.GetPath)),
                .. size >= SearchedRows ? await SearchAsync(server, stored) : [],
            ];
            var created = await CreateAsync(server, file, size > 1000 ? Samples : 300);
            var (claims, renewals, ends) = await WorkAsync(jobs, stored, stored.SomeQueued(Math.Min(Samples, stored.Queued / 2)));
            costs.Add(new JobCost(size, Percentiles.At(created, 0.5), Percentiles.At(claims, 0.5), Percentiles.At(ends, 0.5)));
            results.Add(new ResultRow(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size:N0} transcriptions, {stored.Queued:N0} of them queued, {(database is null ? "SQLite" : "PostgreSQL")}"),
                string.Join("; ", reads.Append(("create", created)).Append(("claim", claims)).Append(("renewal", renewals))
                    .Append(("end", ends)).Select(figure => $"{figure.Item1} {Percentiles.Describe(figure.Item2)}"))));
            Console.Error.WriteLine($"{results[^1].What}: {results[^1].Figure}");
        }
        if (plot is not null) await File.WriteAllTextAsync(plot, CostPlot.Draw(costs));
        return results;
    }

    private static async Task<ISqlDatabase> OpenAsync(string? database, DirectoryInfo data)
    {
        if (database is null) return SqliteDatabase.OpenExisting(DataDirectory.At(data.FullName));
        var options = ServerConfiguration.Load(
            null, Environment.GetEnvironmentVariables(), [new("Database", database), new("Objects", data.FullName)]);
        return await PostgresDatabase.OpenAsync(NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options)), Patience);
    }

    private static Task<double[]> GetAsync(ServerUnderTest server, StoredRows stored, int seconds, Func<string>? path = null)
    {
        Func<string>[] all = [StoredRows.ListPath, StoredRows.CountPath, stored.GetPath];
        var paths = Enumerable.Range(0, Samples).Select(i => (path ?? all[i % all.Length])()).ToList();
        return RequestLoad.RunAsync(server.Client, paths, PerSecond, TimeSpan.FromSeconds(seconds));
    }

    // One after the other: each by itself, as a person waits for it.
    private static async Task<List<(string, double[])>> SearchAsync(ServerUnderTest server, StoredRows stored)
    {
        List<(string, double[])> times = [];
        foreach (var (name, path) in new (string, Func<string>)[]
        {
            ("search rare word", stored.RareWordPath), ("some words", stored.SomeWordsPath), ("common word", StoredRows.CommonWordPath),
            ("word as typed", stored.TypedPath), ("beginning of very many", StoredRows.BegunPath),
            ("part of a name", stored.NamePath), ("nothing", stored.NothingPath),
        })
        {
            var each = new double[Searches];
            for (var i = 0; i < each.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await server.Client.GetAsync(path());
                await answer.Content.LoadIntoBufferAsync();
                each[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                answer.EnsureSuccessStatusCode();
            }
            times.Add((name, [.. each.Order()]));
        }
        return times;
    }

    private static async Task<double[]> CreateAsync(ServerUnderTest server, string file, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await server.Client.PostAsJsonAsync(
                "/v1/transcriptions", new { model = "stt-async-v5", file_id = file });
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            answer.EnsureSuccessStatusCode();
        }
        return [.. times.Order()];
    }

    private static async Task<(double[] Claims, double[] Renewals, double[] Ends)> WorkAsync(
        SqlJobStore jobs, StoredRows stored, IReadOnlyList<string> ids)
    {
        List<double> claims = [], renewals = [], ends = [];
        var transcript = new Transcript(
            [.. Enumerable.Range(0, Words).Select(i => new TranscriptToken
            {
                Text = $" word{i}", StartMs = i * 400, EndMs = (i * 400) + 300, Confidence = 0.9,
            })],
            TimeSpan.FromMilliseconds(Words * 400), "en");
        foreach (var id in ids)
        {
            await stored.ReleaseAsync(id);
            var start = Stopwatch.GetTimestamp();
            var job = await jobs.ClaimAsync(id, Lease, CancellationToken.None)
                ?? throw new InvalidOperationException($"{id} could not be claimed.");
            claims.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await jobs.RenewAsync(job, new JobState(1000, 60_000, TranscriptionStage.Recognition, []), Lease, CancellationToken.None);
            renewals.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await jobs.CompleteAsync(job, transcript, []);
            ends.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return ([.. claims.Order()], [.. renewals.Order()], [.. ends.Order()]);
    }
}
