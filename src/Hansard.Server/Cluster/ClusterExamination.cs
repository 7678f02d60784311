using System.Net.Sockets;
using Hansard.Server.Configuration;
using Npgsql;
using Orleans.Runtime;

namespace Hansard.Server.Cluster;

/// <summary>Looks at a cluster from a machine that is, or is to be, one of its nodes, without taking part.</summary>
/// <param name="options">Checked, and with a database.</param>
internal sealed class ClusterExamination(HansardServerOptions options) : IAsyncDisposable
{
    private const int Questions = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(DatabaseAddress.ConnectionStringOf(options));

    /// <summary>Asks the database for its time.</summary>
    /// <exception cref="NpgsqlException">It cannot be opened.</exception>
    public async Task<ExaminedDatabase> DatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var time = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var (latency, skew) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var i = 0; i < Questions; i++)
        {
            var (began, clock) = (TimeProvider.System.GetTimestamp(), DateTime.UtcNow);
            var answer = (DateTime)(await time.ExecuteScalarAsync(cancellationToken))!;
            var took = TimeProvider.System.GetElapsedTime(began);
            if (took < latency) (latency, skew) = (took, answer - (clock + took / 2));
        }

        await using var tables = new NpgsqlCommand("SELECT to_regclass('cluster_members') IS NOT NULL", connection);
        return new ExaminedDatabase(
            connection.PostgreSqlVersion.ToString(), latency, skew, (bool)(await tables.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <summary>Lists the nodes that belong to the cluster.</summary>
    /// <exception cref="NpgsqlException">The database cannot be read.</exception>
    public async Task<IReadOnlyList<ListedNode>> NodesAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(
            "SELECT silo, host, now() - alive_at FROM cluster_members WHERE cluster = @cluster AND status = @active ORDER BY silo");
        command.Parameters.AddWithValue("cluster", options.Cluster.Name);
        command.Parameters.AddWithValue("active", (int)SiloStatus.Active);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var nodes = new List<ListedNode>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var address = SiloAddress.FromParsableString(reader.GetString(0));
            nodes.Add(new ListedNode(address.Endpoint, reader.GetString(1), reader.GetFieldValue<TimeSpan>(2)));
        }

        return nodes;
    }

    /// <summary>Connects to a node, and shows it this one's certificate where there is one.</summary>
    /// <returns>Time until the connection stood.</returns>
    /// <exception cref="IOException">It does not want this node, or the authority does not vouch for it.</exception>
    /// <exception cref="SocketException">Its port cannot be reached.</exception>
    public static async Task<TimeSpan> ReachAsync(ListedNode node, NodeCertificates? certificates, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient(node.EndPoint.AddressFamily);
            var began = TimeProvider.System.GetTimestamp();
            await client.ConnectAsync(node.EndPoint, limit.Token);
            var latency = TimeProvider.System.GetElapsedTime(began);
            if (certificates is not null) await certificates.IntroduceAsync(client.GetStream(), limit.Token);
            else await ListenAsync(client.GetStream(), limit.Token);
            return latency;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch (System.Security.Authentication.AuthenticationException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    // A node begins to speak, unless it waits for encryption.
    private static async Task ListenAsync(NetworkStream connection, CancellationToken cancellationToken)
    {
        try
        {
            if (await connection.ReadAsync(new byte[1], cancellationToken) == 0) throw new IOException("the connection was closed");
        }
        catch (OperationCanceledException exception)
        {
            throw new IOException("it says nothing without encryption, and this node has no certificate", exception);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
