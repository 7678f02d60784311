using System.Collections.Concurrent;
using System.Diagnostics;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>A PostgreSQL of this machine's package, with data of its own, on a free port of the loopback address.</summary>
/// <remarks>PostgreSQL refuses to run as root: then the user of its package runs it.</remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string PackageUser = "postgres";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hansard-postgres-");
    private readonly Lazy<Task<string>> _ready;
    private readonly ConcurrentBag<string> _clean = [];
    private bool _isRunning;
    private int _databases;

    /// <summary>Begins with no data.</summary>
    public PostgresServer() => _ready = new(MakeReadyAsync);

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The folder of its programs: of the newest version that is installed.</summary>
    public static string Programs => Directory.GetDirectories("/usr/lib/postgresql")
        .OrderBy(path => int.Parse(Path.GetFileName(path)))
        .Select(path => Path.Combine(path, "bin"))
        .Last();

    /// <summary>Its data, below a folder that is removed in the end.</summary>
    public string Data => Path.Combine(_data.FullName, "data");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Tool.Of("postgresql").Require();
        await OwnAsync(_data);
        await RunAsOwnerAsync(
            "initdb", "-D", Data, "-U", "hansard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        await StartAsync();
    }

    /// <summary>Starts it, after a stop or <see cref="KillAsync"/> too, and waits until it answers.</summary>
    /// <param name="settings">Such as <c>archive_mode=on</c>.</param>
    public async Task StartAsync(params string[] settings)
    {
        // No fsync: what a power cut would leave is not what is tested here, and disks are slow.
        string[] always = [$"port={Port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_data.FullName}", "fsync=off",
            "max_connections=300"];

        // Of two with one name, PostgreSQL takes the last.
        var options = string.Join(' ', always.Concat(settings).Select(setting => $"-c {setting}"));
        await RunAsOwnerAsync("pg_ctl", "-D", Data, "-l", $"{Data}.log", "-w", "-o", options, "start");
        _isRunning = true;
    }

    /// <summary>Stops it as an administrator does who does not wait for clients.</summary>
    public Task StopAsync() => StopAsync("fast");

    /// <summary>Stops it without any care, as a power cut does.</summary>
    public Task KillAsync() => StopAsync("immediate");

    /// <summary>Makes an empty database.</summary>
    /// <param name="options">Such as <c>TEMPLATE template0 ENCODING 'LATIN1'</c>.</param>
    /// <returns>Where it is, for Npgsql.</returns>
    public async Task<string> NewDatabaseAsync(string options = "")
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name} {options}";
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Gives a database that has Hansard's tables, and nothing in them.</summary>
    public async Task<string> ReadyDatabaseAsync()
        => _clean.TryTake(out var clean) ? clean : await NewDatabaseAsync($"TEMPLATE {await _ready.Value}");

    /// <summary>Takes a database back, whose tables are emptied for others: that is quicker than to make one.</summary>
    public async Task ReturnAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            DO $$
            DECLARE one text;
            BEGIN
                -- Neither triggers nor references.
                PERFORM set_config('session_replication_role', 'replica', true);
                FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP
                    EXECUTE format('DELETE FROM %I', one);
                END LOOP;
            END $$
            """;
        await command.ExecuteNonQueryAsync();
        _clean.Add(connectionString);
    }

    /// <summary>The address of a database of it as <c>--database</c> takes it.</summary>
    public string Address(string connectionString) => AddressAt($"127.0.0.1:{Port}", connectionString);

    /// <summary>The same, by other names of the server.</summary>
    /// <param name="hosts">With ports, separated by commas.</param>
    /// <param name="connectionString">Names the database.</param>
    public static string AddressAt(string hosts, string connectionString)
        => $"postgres://hansard@{hosts}/{new NpgsqlConnectionStringBuilder(connectionString).Database}";

    /// <summary>Lets clients of a network in, from its next start on.</summary>
    /// <param name="network">Such as 10.0.0.0/24.</param>
    public Task AdmitAsync(string network)
        => File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {network} trust\n");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isRunning) await KillAsync();
        await RemoveAsync(_data);
    }

    /// <summary>Runs one of its programs as the owner of its data.</summary>
    public static Task RunAsOwnerAsync(string program, params string[] arguments) => RunAsync(AsOwner(program, arguments));

    private async Task<string> MakeReadyAsync()
    {
        var connection = await NewDatabaseAsync();
        using var database = await PostgresDatabase.OpenAsync(NpgsqlDataSource.Create(connection), Longest);
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }

    private async Task StopAsync(string mode)
    {
        await RunAsOwnerAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "stop");
        _isRunning = false;
    }

    /// <summary>Makes a folder the property of the user who runs the programs.</summary>
    public static async Task OwnAsync(DirectoryInfo folder)
    {
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", PackageUser, folder.FullName);
    }

    /// <summary>Removes a folder of that user's.</summary>
    public static Task RemoveAsync(DirectoryInfo folder) => RunAsync("rm", "-rf", folder.FullName);

    /// <summary>How Npgsql reaches one of its databases.</summary>
    public string ConnectionString(string database)
        => $"Host=127.0.0.1;Port={Port};Username=hansard;Database={database};Pooling=false;Timeout=5";

    /// <summary>Starts another program as the owner of its data, who gets a folder.</summary>
    public static async Task<Process> StartAsOwnerAsync(DirectoryInfo folder, string program, params string[] arguments)
    {
        await OwnAsync(folder);
        return Process.Start(AsOwner(program, arguments))!;
    }

    private static ProcessStartInfo AsOwner(string program, IEnumerable<string> arguments)
    {
        string[] command = [Path.Combine(Programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess)
            command = ["setpriv", "--reuid", PackageUser, "--regid", PackageUser, "--clear-groups", .. command];
        return Start(command);
    }

    private static Task RunAsync(params string[] command) => RunAsync(Start(command));

    private static ProcessStartInfo Start(string[] command) => new(command[0], command[1..])
    {
        WorkingDirectory = "/",
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {await output}{await error}");
    }
}
