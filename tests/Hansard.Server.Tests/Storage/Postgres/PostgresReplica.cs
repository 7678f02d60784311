using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>A streaming replica of a <see cref="PostgresServer"/> that every commit waits for.</summary>
internal sealed class PostgresReplica : IAsyncDisposable
{
    private const string Name = "replica";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-replica-");

    private PostgresReplica()
    {
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort.Find();

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Copies the primary, and follows it.</summary>
    /// <param name="primary">It runs; from now on its commits wait for the replica.</param>
    /// <param name="listen">Addresses to listen on.</param>
    public static async Task<PostgresReplica> StartAsync(PostgresServer primary, string listen)
    {
        var replica = new PostgresReplica();
        try
        {
            await PostgresServer.OwnAsync(replica._folder);
            await PostgresServer.RunAsOwnerAsync(
                "pg_basebackup", "-D", replica.Data, "-R", "-X", "stream", "-c", "fast", "-d",
                $"host=127.0.0.1 port={primary.Port} user=hansard application_name={Name}");
            await replica.StartAsync(listen);
            await using var connection = new NpgsqlConnection(primary.ConnectionString("postgres"));
            await connection.OpenAsync();
            foreach (var statement in (string[])[$"ALTER SYSTEM SET synchronous_standby_names = '{Name}'", "SELECT pg_reload_conf()"])
            {
                await using var command = new NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync();
            }
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes it the primary.</summary>
    public Task PromoteAsync() => PostgresServer.RunAsOwnerAsync("pg_ctl", "-D", Data, "-w", "promote");

    /// <summary>Stops it as a power cut does, and starts it again.</summary>
    public async Task RestartAsync(string listen)
    {
        await PostgresServer.RunAsOwnerAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await StartAsync(listen);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await PostgresServer.RunAsOwnerAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await PostgresServer.RemoveAsync(_folder);
    }

    // By what it has copied of the primary's settings nobody waits for it.
    private Task StartAsync(string listen) => PostgresServer.RunAsOwnerAsync(
        "pg_ctl", "-D", Data, "-l", $"{Data}.log", "-w", "-o",
        $"-c port={Port} -c listen_addresses={listen} -c unix_socket_directories={_folder.FullName} -c fsync=off -c max_connections=300 "
        + "-c synchronous_standby_names=",
        "start");
}
