using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Storage.S3;

namespace Hansard.Server.Tests.Cluster;

/// <summary>
/// Two API nodes and four workers, each with a clock of its own and, where this user may, a network of its own, on a PostgreSQL with a
/// streaming replica and an S3 server: all of which can fail.
/// </summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    /// <summary>Seconds by which the clocks are off: any two of them by half a minute at most.</summary>
    private static readonly int[] Clocks = [0, 15, -15, 8, -8, 15];

    private readonly PostgresServer _postgres = new();
    private readonly NodeNetwork? _network = NodeNetwork.TryCreate();
    private readonly S3Server _objects;
    private readonly List<ServerProcess> _nodes = [];
    private readonly string _listen;
    private PostgresReplica? _replica;
    private bool _hasFailedOver;

    private FaultyCluster()
    {
        _objects = new S3Server { Host = _network?.Host ?? Loopback };
        _listen = _network is null ? Loopback : $"{Loopback},{_network.Host}";
    }

    /// <summary>Nodes that clients talk to.</summary>
    public IReadOnlyList<ServerProcess> Doors => _nodes[..2];

    /// <summary>All nodes.</summary>
    public IReadOnlyList<ServerProcess> Nodes => _nodes;

    /// <summary>True where nodes can be cut off.</summary>
    public bool HasNetwork => _network is not null;

    /// <summary>The database, wherever it is now, for Npgsql.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>Starts all of it.</summary>
    public static async Task<FaultyCluster> StartAsync()
    {
        var cluster = new FaultyCluster();
        try
        {
            await cluster.PrepareAsync();
            foreach (var node in cluster._nodes) await node.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Cuts a node off from all others, from the database and from the objects.</summary>
    public void Cut(int node) => _network!.Cut(node);

    /// <summary>Ends that.</summary>
    public void Heal(int node) => _network!.Heal(node);

    /// <summary>Stops the database as a power cut does, and starts it again.</summary>
    public async Task RestartDatabaseAsync(TimeSpan pause)
    {
        if (_hasFailedOver)
        {
            await _replica!.RestartAsync(_listen);
            return;
        }
        await _postgres.KillAsync();
        await Task.Delay(pause);
        await _postgres.StartAsync($"listen_addresses={_listen}");
    }

    /// <summary>The primary is gone for good, and the replica takes its place.</summary>
    public async Task FailOverAsync()
    {
        await _postgres.KillAsync();
        await _replica!.PromoteAsync();
        Connection = Connection.Replace($"Port={_postgres.Port}", $"Port={_replica.Port}", StringComparison.Ordinal);
        _hasFailedOver = true;
    }

    /// <summary>Has the S3 server answer nothing any more.</summary>
    public void StopObjects() => _objects.Pause();

    /// <summary>Has it answer again.</summary>
    public void StartObjects() => _objects.Resume();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Dispose();
        if (_replica is not null) await _replica.DisposeAsync();
        await _objects.DisposeAsync();
        await _postgres.DisposeAsync();
        _network?.Dispose();
    }

    private async Task PrepareAsync()
    {
        await _postgres.InitializeAsync();
        if (_network is not null)
        {
            await _postgres.AdmitAsync(_network.Addresses);
            await _postgres.StopAsync();
            await _postgres.StartAsync($"listen_addresses={_listen}");
        }
        _replica = await PostgresReplica.StartAsync(_postgres, _listen);
        await _objects.InitializeAsync();
        Connection = await _postgres.NewDatabaseAsync();
        var host = _network?.Host ?? Loopback;
        var database = PostgresServer.AddressAt($"{host}:{_postgres.Port},{host}:{_replica.Port}", Connection);
        for (var i = 0; i < Clocks.Length; i++) _nodes.Add(Node(i < 2 ? "api" : "worker", database, Clocks[i]));
    }

    private ServerProcess Node(string role, string database, int clock)
    {
        var (_, address, through) = _network?.Add() ?? (0, Loopback, []);
        return new ServerProcess(
            $"Role={role}", $"Database={database}", $"Objects=s3://{S3Server.Bucket}/faults", $"S3:Endpoint={_objects.Address}",
            $"S3:AccessKey={_objects.Options().AccessKey}", $"S3:SecretKeyFile={_objects.SecretFile}", "DatabaseConnections=8",
            "Jobs:Lease=00:00:06", "Jobs:MaximumAttempts=100", "Limits:PendingTranscriptions=10000",
            $"Clock={clock}")
        {
            Host = address,
            Through = through,
        };
    }
}
