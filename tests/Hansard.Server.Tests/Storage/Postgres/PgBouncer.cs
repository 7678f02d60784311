using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>A PgBouncer in transaction mode before a PostgreSQL: each transaction has another of a few connections.</summary>
/// <remarks>As PostgreSQL, it refuses to run as root.</remarks>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private readonly System.Diagnostics.Process _process;

    private PgBouncer(DirectoryInfo folder, int port, System.Diagnostics.Process process)
        => (_folder, _port, _process) = (folder, port, process);

    /// <summary>Starts one, and waits until it takes connections.</summary>
    public static async Task<PgBouncer> StartAsync(PostgresServer postgres)
    {
        Tool.Of("pgbouncer").Require();
        var folder = Directory.CreateTempSubdirectory("hansard-pgbouncer-");
        var port = FreePort.Find();
        var settings = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users"), "\"hansard\" \"\"\n");
        await File.WriteAllTextAsync(
            settings,
            $"""
            [databases]
            * = host=127.0.0.1 port={postgres.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {folder.FullName}/users
            pool_mode = transaction
            default_pool_size = 3
            """);
        var process = await PostgresServer.StartAsOwnerAsync(folder, Tool.Of("pgbouncer").Program, "-q", settings);
        var bouncer = new PgBouncer(folder, port, process);
        for (var attempt = 0; attempt < 200 && !process.HasExited; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return bouncer;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
        var error = process.HasExited ? await process.StandardError.ReadToEndAsync() : "no answer";
        await bouncer.DisposeAsync();
        Assert.Fail($"PgBouncer does not start: {error}");
        return bouncer;
    }

    /// <summary>The way to a database through it.</summary>
    public string Through(string connection)
        => new NpgsqlConnectionStringBuilder(connection) { Port = _port, NoResetOnClose = true }.ToString();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
