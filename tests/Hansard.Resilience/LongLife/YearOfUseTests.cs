using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Hansard.Resilience.Reports;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Backup;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Webhooks;
using Npgsql;

namespace Hansard.Resilience.LongLife;

/// <summary>A server that is used every day while its clock goes a day ahead at a time: what it keeps, and what that takes.</summary>
[Collection<Access.AloneInItsProcess>]
public sealed class YearOfUseTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    private const int CheckedOnes = 3;

    // Rows of finished jobs that statistics are made of, which are kept for ever, with their indices.
    private const int BytesOfStatistics = 600;

    private const long SteadyBytes = 80L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Some_days_leave_what_is_to_be_kept_and_no_more(bool onPostgres)
        => LiveAsync(
            onPostgres,
            new Span(Days: 9, FileDays: 2, TranscriptionDays: 4, Log: 5, Jobs: 5, Restart: 4, Backup: 4));

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_year_leaves_what_is_to_be_kept_and_no_more(bool onPostgres)
        => LiveAsync(
            onPostgres,
            new Span(Days: Effort.Of(365), FileDays: 30, TranscriptionDays: 60, Log: 90, Jobs: 20, Restart: 30, Backup: 7));

    private async Task LiveAsync(bool onPostgres, Span span)
    {
        if (onPostgres) Tool.Of("postgresql").Require();
        var (watch, seed) = (Stopwatch.StartNew(), Seed.Of(20261130));
        var database = onPostgres ? await postgres.ReadyDatabaseAsync() : null;
        var clock = Path.GetTempFileName();
        var backups = Directory.CreateTempSubdirectory("hansard-backups-");
        await using var receiver = await Receiver.StartAsync();
        try
        {
            await File.WriteAllTextAsync(clock, "0");
            var began = DateTimeOffset.UtcNow;
            using var server = new ServerProcess([
                $"Clock=@{clock}", "Workers=2", "Retention:Interval=00:00:00.100",
                $"Retention:Files={span.FileDays}.00:00:00", $"Retention:Transcriptions={span.TranscriptionDays}.00:00:00",
                $"AccessLog:Keep={span.Log}.00:00:00",
                .. database is null ? Array.Empty<string>() : [$"Database={postgres.Address(database)}"],
            ]);
            await server.StartAsync();
            using var client = server.NewClient();
            var use = new DailyUse(seed, receiver.Url());
            List<string> wrong = [];
            List<Footprint> footprints = [];
            string? backup = null;
            for (var day = 0; day < span.Days; day++)
            {
                var process = server.Id;
                await server.KeepRunningAsync();
                if (server.Id != process)
                    wrong.Add($"On day {day} the server had ended: {server.Log[^Math.Min(2000, server.Log.Length)..]}");
                await use.LiveAsync(client, day, span.Jobs);
                if (day % span.Restart == span.Restart - 1)
                {
                    await server.StopAsync();
                    await server.StartAsync();
                }
                if (database is null && day % span.Backup == span.Backup - 1)
                    backup = await BackUpAsync(server, backups, day, backup);
                await SetAsync(clock, TimeSpan.FromDays(day + 1));
                use.Expire(day + 1, span.FileDays, span.TranscriptionDays);
                wrong.AddRange(await SweptAsync(client, use, day));
                wrong.AddRange(await use.CheckAsync(client, CheckedOnes));
                if (day == span.Log + 1 || day == span.Days - 1) footprints.Add(await MeasureAsync(server, database));
            }

            wrong.AddRange(await StatisticsAsync(client, use, began, span.Days));
            wrong.AddRange(await use.CheckAsync(client, int.MaxValue));
            if (receiver.Deliveries.Count < use.Webhooks) wrong.Add($"{receiver.Deliveries.Count} webhooks of {use.Webhooks} came.");
            if (backup is not null) wrong.AddRange(await RestoreAsync(backup));
            var (steady, last) = (footprints[0], footprints[^1]);
            var statistics = Math.Max(0, span.Days - span.Log) * span.Jobs * BytesOfStatistics;
            if (last.Database - statistics > steady.Database * 1.3) wrong.Add($"The database grows: {steady} then {last}.");
            if (last.Files != use.Files.Count) wrong.Add($"{last.Files} recordings lie there, {use.Files.Count} are to be kept.");
            if (last.Temporary > 0) wrong.Add($"{last.Temporary} temporary files are left.");
            if (last.Memory - steady.Memory > SteadyBytes || last.Handles > steady.Handles + 30 || last.Threads > steady.Threads + 20)
                wrong.Add($"The process grows: {steady} then {last}.");
            report.Add("Long life", new ReportRow(
                $"{span.Days} days of use, {(onPostgres ? "PostgreSQL" : "SQLite")}", span.Days * span.Jobs, wrong.Count, seed,
                watch.Elapsed,
                $"day {span.Log + 1}: {steady}; day {span.Days}: {last}; {server.Log.Length / span.Days:N0} characters of log a day; "
                + $"{use.Transcriptions.Count} transcriptions and {use.Files.Count} files are kept"));
            Assert.True(wrong.Count == 0, $"Seed {seed}: {string.Join('\n', wrong.Take(20))}");
        }
        finally
        {
            File.Delete(clock);
            backups.Delete(recursive: true);
        }
    }

    private static async Task SetAsync(string clock, TimeSpan ahead)
    {
        await File.WriteAllTextAsync($"{clock}.new", ((long)ahead.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        File.Move($"{clock}.new", clock, overwrite: true);
    }

    // The sweep comes within a moment; and it leaves what is younger.
    private static async Task<IReadOnlyList<string>> SweptAsync(HttpClient client, DailyUse use, int day)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var (files, transcriptions) = (await CountAsync(client, "files"), await CountAsync(client, "transcriptions"));
            if (files == use.Files.Count && transcriptions == use.Transcriptions.Count) return [];
            if (files < use.Files.Count || transcriptions < use.Transcriptions.Count || watch.Elapsed > Patience)
                return
                [
                    $"After day {day} there are {files} files and {transcriptions} transcriptions, not {use.Files.Count} and "
                    + $"{use.Transcriptions.Count}.",
                ];
        }
    }

    private static async Task<int> CountAsync(HttpClient client, string kind)
        => (await JsonAsync(client, $"/v1/{kind}/count")).GetProperty("total").GetInt32();

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await Answer.OkAsync(response, 200);
    }

    private static async Task<IReadOnlyList<string>> StatisticsAsync(HttpClient client, DailyUse use, DateTimeOffset began, int days)
    {
        List<string> wrong = [];
        var (requests, milliseconds) = (0L, 0L);

        // A window has a year at most.
        for (var from = began.UtcDateTime.Date; from <= began.UtcDateTime.Date.AddDays(days + 1); from = from.AddDays(100))
        {
            var total = (await JsonAsync(
                client,
                $"/v1/usage/summary?start_time={from:yyyy-MM-dd}T00:00:00Z&end_time={from.AddDays(100):yyyy-MM-dd}T00:00:00Z"))
                .GetProperty("total");
            requests += total.GetProperty("total_num_requests").GetInt64();
            milliseconds += total.GetProperty("input_audio_duration_ms").EnumerateArray().Sum(day => day.GetInt64());
        }

        var completed = use.Completed.Values.Sum();
        if (requests != completed) wrong.Add($"Statistics have {requests} requests, and {completed} were completed.");
        if (milliseconds != completed * 2000L) wrong.Add($"Statistics have {milliseconds} ms, not {completed * 2000L}.");
        return wrong;
    }

    private static async Task<string> BackUpAsync(ServerProcess server, DirectoryInfo backups, int day, string? since)
    {
        var target = Path.Combine(backups.FullName, $"{day}");
        await new DataBackup(DataDirectory.At(server.DataDirectory)).RunAsync(target, since, new Quiet(), CancellationToken.None);

        // As people rotate them: the last two stay.
        foreach (var old in backups.GetDirectories().OrderBy(folder => int.Parse(folder.Name, CultureInfo.InvariantCulture)).SkipLast(2))
            old.Delete(recursive: true);
        return target;
    }

    private static async Task<IReadOnlyList<string>> RestoreAsync(string backup)
    {
        using var copy = new ServerProcess("Workers=1", "Log:Level=None")
        {
            Data = Path.Combine(Path.GetTempPath(), $"hansard-restored-{Guid.NewGuid()}"),
        };
        var totals = await new DataRestore(backup).RunAsync(copy.DataDirectory, new Quiet(), CancellationToken.None);
        await copy.StartAsync();
        using var client = copy.NewClient();
        var files = await CountAsync(client, "files");
        return totals.Missing == 0 && files > 0 && await CountAsync(client, "transcriptions") > 0
            ? []
            : [$"The last backup has {files} files, {totals.Missing} of them without bytes."];
    }

    private static async Task<Footprint> MeasureAsync(ServerProcess server, string? database)
    {
        var process = $"/proc/{server.Id}";
        return new Footprint(
            database is null
                ? new DirectoryInfo(server.DataDirectory).GetFiles("hansard.db*").Sum(file => file.Length)
                : await SizeAsync(database),
            Directory.GetFiles(Path.Combine(server.DataDirectory, "files"), "*", SearchOption.AllDirectories).Length,
            Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary")).Length,
            4096 * long.Parse((await File.ReadAllTextAsync($"{process}/statm")).Split(' ')[1], CultureInfo.InvariantCulture),
            Directory.GetFileSystemEntries($"{process}/fd").Length,
            Directory.GetFileSystemEntries($"{process}/task").Length);
    }

    private static async Task<long> SizeAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        // Autovacuum looks once a minute, in which a month goes by here; and what was committed is forgotten after an hour of PostgreSQL's
        // own clock.
        await connection.ExecuteAsync("VACUUM FULL");
        return await connection.ExecuteScalarAsync<long>(
            "SELECT pg_database_size(current_database()) - pg_total_relation_size('commits')");
    }

    /// <summary>How long a server lives, and what happens meanwhile.</summary>
    /// <param name="Days">In all.</param>
    /// <param name="FileDays">Age at which files are deleted.</param>
    /// <param name="TranscriptionDays">Age at which transcriptions are deleted.</param>
    /// <param name="Log">Age at which entries of the access log are deleted.</param>
    /// <param name="Jobs">A day.</param>
    /// <param name="Restart">Days from one start to the next.</param>
    /// <param name="Backup">Days from one backup to the next.</param>
    private sealed record Span(int Days, int FileDays, int TranscriptionDays, int Log, int Jobs, int Restart, int Backup);

    /// <summary>What a server takes.</summary>
    private sealed record Footprint(long Database, int Files, int Temporary, long Memory, int Handles, int Threads)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"database {Database / 1e6:0.0} MB, {Files} recordings, memory {Memory >> 20} MB, {Handles} files open, {Threads} threads");
    }

    /// <summary>Takes no notice.</summary>
    private sealed class Quiet : IProgress<BackupStep>
    {
        public void Report(BackupStep value)
        {
        }
    }
}
