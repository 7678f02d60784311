using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Dapper;
using Hansard.Resilience.Input;
using Hansard.Resilience.Reports;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Cluster;
using Hansard.Server.Tests.Storage.Postgres;
using Npgsql;

namespace Hansard.Resilience.Access;

/// <summary>Two nodes of a cluster, processes of their own, and a stranger at all that they open, share and use.</summary>
[Requires("postgresql")]
[UnsupportedOSPlatform("windows")]
public sealed class ClusterStrangerTests(PostgresServer postgres, ResilienceReport report) : IClassFixture<PostgresServer>
{
    private const string Denied = "42501";
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // The beginning of Orleans' own protocol, that of HTTP, and noise.
    private static readonly byte[][] Openings =
        [new byte[12], "GET / HTTP/1.1\r\nHost: node\r\n\r\n"u8.ToArray(), [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 37))]];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nobody_without_a_certificate_is_answered_and_nobody_without_rights_sees_or_does_anything()
    {
        using var authority = new TestAuthority();
        using var shared = new ScratchFolder();
        var connection = await postgres.ReadyDatabaseAsync();
        int[] ports = [FreePort.Find(), FreePort.Find()];
        using var api = Node("Api", ports[0]);
        using var worker = Node("Worker", ports[1]);
        await api.StartAsync();
        await worker.StartAsync();
        using var client = api.NewClient();

        // They work together, so that each has had an answer of the other.
        await TranscribeAsync(client, "before");
        var before = await RowsAsync(connection);
        List<string> faults = [];
        var tried = 0;
        foreach (var (knocks, answered) in await Task.WhenAll(ports.Select(port => KnockAsync(port, authority))))
        {
            tried += knocks;
            faults.AddRange(answered);
        }

        tried += await AskWorkerAsync(worker, faults);
        tried += await AskDatabaseAsync(connection, faults);
        tried += LookIntoFolders([shared.Path, api.DataDirectory, worker.DataDirectory], faults);
        var after = await RowsAsync(connection);
        faults.AddRange(before.Where(row => after[row.Key] != row.Value).Select(row => $"{row.Key}: {row.Value} rows, {after[row.Key]}"));
        await HoldUpAsync(connection, client);
        await TranscribeAsync(client, "after");
        report.Add("Access", new ReportRow("nodes of a cluster and strangers", tried, faults.Count, 0, TimeSpan.Zero, "2 nodes"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        ServerProcess Node(string role, int port) => new(
        [
            $"Database={postgres.Address(connection)}", $"Objects={shared.Path}", $"Role={role}", $"Cluster:Port={port}",
            "Cluster:Address=127.0.0.1", "Log:Level=Warning", .. authority.SettingsOfNode(),
        ]);
    }

    // The port for other nodes.
    private static async Task<(int Times, IReadOnlyList<string> Faults)> KnockAsync(int port, TestAuthority authority)
    {
        List<string> faults = [];
        using var others = new TestAuthority();
        using var certificate = authority.Certify();
        using var stranger = others.Certify();
        using var late = authority.Certify(DateTimeOffset.UtcNow.AddMinutes(-1));
        var visitor = new NodeVisitor(port);
        using var sent = new MemoryStream();
        if (!await visitor.IsAnsweredAsync(certificate, sent)) faults.Add($"{port}: a node is not answered.");
        if (await visitor.IsAnsweredAsync(null)) faults.Add($"{port}: somebody without a certificate is answered.");
        if (await visitor.IsAnsweredAsync(stranger)) faults.Add($"{port}: somebody with a certificate of another authority is answered.");
        if (await visitor.IsAnsweredAsync(late)) faults.Add($"{port}: somebody whose certificate has ended is answered.");

        // All that a node has sent, sent again: what is answered is the beginning of TLS, which anybody is told, and its end.
        if (await visitor.SendAsync(sent.ToArray()) is null) faults.Add($"{port}: who sends what a node has sent is kept.");
        foreach (var opening in Openings)
        {
            // Nothing, or an alert of TLS.
            if (await visitor.SendAsync(opening) is not { Length: <= 7 } answer || (answer.Length > 0 && answer[0] != 21))
                faults.Add($"{port}: {opening.Length} bytes in clear are answered, or kept.");
        }

        return (5 + Openings.Length, faults);
    }

    // It serves no client, whatever key that has.
    private static async Task<int> AskWorkerAsync(ServerProcess worker, List<string> faults)
    {
        string[] paths =
        [
            "/v1/transcriptions", "/v1/files", "/v1/models", "/v1/search?q=before", "/v1/admin/nodes", "/v1/usage-logs", "/app/", "/mcp",
            "/v1/audio/transcriptions", "/asr", "/transcribe-websocket",
        ];
        using var client = worker.NewClient();
        foreach (var path in paths)
        {
            using var response = await client.GetAsync(path);
            if (response.StatusCode is not HttpStatusCode.NotFound) faults.Add($"A worker answers {path} with {(int)response.StatusCode}.");
        }

        return paths.Length;
    }

    // Somebody who may log in to PostgreSQL, and has been given nothing.
    private static async Task<int> AskDatabaseAsync(string connectionString, List<string> faults)
    {
        await using (var owner = new NpgsqlConnection(connectionString)) await owner.ExecuteAsync("CREATE ROLE stranger LOGIN");
        await using var stranger = new NpgsqlConnection(LoginOf(connectionString));
        await stranger.OpenAsync();
        var tables = (await RowsAsync(connectionString)).Keys;
        List<string> statements =
        [
            "CREATE TABLE public.mine (a int)", "CREATE SCHEMA mine",
            "SELECT pg_terminate_backend(min(pid)) FROM pg_stat_activity WHERE usename = 'hansard'",
        ];
        foreach (var table in tables)
        {
            statements.AddRange([
                $"SELECT * FROM {table}", $"DELETE FROM {table}", $"INSERT INTO {table} DEFAULT VALUES", $"TRUNCATE {table}",
                $"LOCK TABLE {table} IN ACCESS SHARE MODE", $"DROP TABLE {table}", $"CREATE INDEX ON {table} ((1))",
            ]);
        }

        foreach (var statement in statements)
        {
            // Taken back if it may be done.
            await using var attempt = await stranger.BeginTransactionAsync();
            try
            {
                await stranger.ExecuteAsync(statement);
                faults.Add($"A stranger may: {statement}");
            }
            catch (PostgresException exception) when (exception.SqlState == Denied)
            {
                // As it should be.
            }
        }

        var seen = await stranger.QueryAsync<string>("SELECT query FROM pg_stat_activity WHERE usename = 'hansard'");
        faults.AddRange(seen.Where(query => query != "<insufficient privilege>").Select(query => $"A stranger sees: {query}"));

        return statements.Count + 1;
    }

    // Advisory locks need no right: whoever has one that is needed holds writes up for as long as clients wait, and no longer.
    private static async Task HoldUpAsync(string connectionString, HttpClient client)
    {
        await using var stranger = new NpgsqlConnection(LoginOf(connectionString));
        await stranger.OpenAsync();
        await using var transaction = await stranger.BeginTransactionAsync();
        await using var owner = new NpgsqlConnection(connectionString);
        var project = await owner.QuerySingleAsync<string>("SELECT id FROM projects WHERE name = 'default'");
        await stranger.ExecuteAsync("SELECT hold(@name)", new { name = $"limits:{project}" });
        using var refused = await CreateAsync(client, "held up");
        await Answer.ErrorAsync(refused, 503, "service_unavailable");
    }

    private static string LoginOf(string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { Username = "stranger", Pooling = false }.ConnectionString;

    private static int LookIntoFolders(IEnumerable<string> folders, List<string> faults)
    {
        var files = folders.SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)).ToList();
        faults.AddRange(files.Where(file => (File.GetUnixFileMode(file) & Others) != 0).Select(file => $"{file} is open to others."));
        Assert.NotEmpty(files);
        return files.Count;
    }

    private static async Task<IReadOnlyDictionary<string, long>> RowsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        var tables = await connection.QueryAsync<string>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables) rows[table] = await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM {table}");

        // Each write and each probe of a node is a row there for an hour.
        rows.Remove("commits");
        return rows;
    }

    private static async Task<HttpResponseMessage> CreateAsync(HttpClient client, string text)
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "file", "recording.wav" } };
        using var upload = await client.PostAsync("/v1/files", form);
        var id = (await Answer.OkAsync(upload, 201)).String("id");
        using var body = new StringContent(
            JsonSerializer.Serialize(new { model = "stt-async-v5", file_id = id }), Encoding.UTF8, "application/json");
        return await client.PostAsync("/v1/transcriptions", body);
    }

    private static async Task TranscribeAsync(HttpClient client, string text)
    {
        using var created = await CreateAsync(client, text);
        var path = $"/v1/transcriptions/{(await Answer.OkAsync(created, 201)).String("id")}";
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            var now = await Answer.OkAsync(await client.GetAsync(path), 200);
            if (now.String("status") == "completed") return;
            Assert.True(now.String("status") != "error" && DateTime.UtcNow < end, $"{now}");
        }
    }
}
