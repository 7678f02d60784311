using System.Net;
using System.Net.Sockets;
using Hansard.Cli.Doctor;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Tests.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hansard.Cli.Tests.Doctor;

/// <summary>Faults of this machine as a node of an installation.</summary>
[Requires("ffmpeg")]
public sealed class NodeChecksTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-cli-test-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_node_is_reached_one_that_is_behind_a_firewall_or_silent_is_named_and_recordings_are_tried()
    {
        var connection = await postgres.NewDatabaseAsync();
        var options = Options(postgres.Address(connection));
        await using var node = await ServerHost.StartAsync(options, Cancellation);
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await AddNodeAsync(connection, $"127.0.0.1:{port}@1", "unreached", "0 s");
        await AddNodeAsync(connection, "127.0.0.1:1@2", "gone", "40 s");

        var checks = await ChecksAsync(options);

        Assert.Equal(
            ["recordings Good", "role Good", "database Good", "clock Good"],
            checks.Take(4).Select(check => $"{check.Name} {check.State}"));
        var nodes = checks.Skip(4).ToList();
        Assert.Equal(3, nodes.Count);
        Assert.Contains("is reached within", Assert.Single(nodes, check => check.State is CheckState.Good).Text, StringComparison.Ordinal);
        var wrong = Assert.Single(nodes, check => check.State is CheckState.Wrong).Text;
        Assert.Contains($"unreached at 127.0.0.1:{port} lives", wrong, StringComparison.Ordinal);
        Assert.Contains("--cluster-port", wrong, StringComparison.Ordinal);
        Assert.StartsWith(
            "gone at 127.0.0.1:1 has given no sign of life", Assert.Single(nodes, check => check.State is CheckState.Noted).Text,
            StringComparison.Ordinal);
        await node.StopAsync(Cancellation);
    }

    [Fact]
    public async Task The_command_reads_the_same_settings_and_ends_with_1_where_the_database_or_the_place_of_recordings_is_not_there()
    {
        var place = Path.Combine(_folder.FullName, "not", "mounted");
        var result = await HansardProcess.RunAsync(
            "doctor", "--database", "postgres://hansard@127.0.0.1:1/hansard", "--objects", place);
        Assert.Equal(1, result.Code);
        Assert.Contains("✗ database    Failed to connect", result.Output, StringComparison.Ordinal);
        Assert.Contains("✗ recordings  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("PGPASSWORD", result.Output, StringComparison.Ordinal);

        var settings = await HansardProcess.RunAsync("doctor", "--database", "postgres://hansard:secret@db/hansard");
        Assert.Contains("✗ settings    ", settings.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", settings.Output, StringComparison.Ordinal);
    }

    private static async Task<List<Check>> ChecksAsync(HansardServerOptions options)
    {
        var checks = new List<Check>();
        await foreach (var check in NodeChecks.RunAsync(options, Cancellation)) checks.Add(check);
        return checks;
    }

    private HansardServerOptions Options(string database)
    {
        var options = new HansardServerOptions
        {
            Database = database,
            Objects = Path.Combine(_folder.FullName, "shared"),
            Role = ServerRole.Api,
            Data = Path.Combine(_folder.FullName, "data"),
            Port = 0,
        };
        options.Log.Level = LogLevel.None;
        options.Translation.Apertium = false;
        return options;
    }

    private static async Task AddNodeAsync(string connection, string silo, string host, string silence)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(
            $"""
            INSERT INTO cluster_members (cluster, silo, name, host, role, status, gateway_port, suspecting, suspected_at, started_at,
                alive_at, changed)
            SELECT cluster, @silo, name, @host, role, status, gateway_port, suspecting, suspected_at, started_at,
                now() - interval '{silence}', changed
            FROM cluster_members
            LIMIT 1
            """);
        command.Parameters.AddWithValue("silo", silo);
        command.Parameters.AddWithValue("host", host);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancellation));
    }
}
