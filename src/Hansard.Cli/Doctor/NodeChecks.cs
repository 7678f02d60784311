using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Hansard.Server;
using Hansard.Server.Cluster;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hansard.Cli.Doctor;

/// <summary>Looks at what this machine needs as one of several nodes: their database, their recordings, and one another.</summary>
internal static class NodeChecks
{
    // A claim or a renewal is a question or two: with more, a worker of short recordings waits as long as it works.
    private static readonly TimeSpan SlowDatabase = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SlowObjects = TimeSpan.FromSeconds(2);

    // Leases go by the database's clock alone; logs, signed addresses and certificates do not.
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(14);

    /// <summary>Looks at everything in turn that the settings name; at nothing on a machine of its own.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async IAsyncEnumerable<Check> RunAsync(
        HansardServerOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Objects is not null) yield return await ObjectsAsync(options, cancellationToken).ConfigureAwait(false);
        if (options.Database is null) yield break;
        yield return Check.Good("role", options.Role.ToString().ToLowerInvariant());
        var (certificate, certificates) = Certificate(options.Cluster);
        var (checks, nodes) = await DatabaseAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var check in checks) yield return check;
        if (certificate is not null) yield return certificate;
        else if (options.Cluster.Certificate is null && nodes.Any(node => !IPAddress.IsLoopback(node.EndPoint.Address)))
        {
            yield return Check.Noted(
                "certificate", "none: whoever reaches the nodes' ports can take part. Give each Cluster:Certificate, Cluster:Key and "
                + "Cluster:Authority, or let only nodes into that network.");
        }
        if (certificate?.State is CheckState.Wrong) yield break;
        foreach (var node in nodes) yield return await NodeAsync(node, certificates, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(IReadOnlyList<Check> Checks, IReadOnlyList<ListedNode> Nodes)> DatabaseAsync(
        HansardServerOptions options, CancellationToken cancellationToken)
    {
        const string Name = "database";
        try
        {
            var examination = new ClusterExamination(options);
            await using (examination.ConfigureAwait(false))
            {
                var found = await examination.DatabaseAsync(cancellationToken).ConfigureAwait(false);
                var text = $"PostgreSQL {found.Version}, answers within {Milliseconds(found.Latency)}";
                var check = !found.HasTables
                    ? Check.Noted(Name, $"{text}; no node has been started with it yet: 'hansard serve' makes its tables.")
                    : found.Latency > SlowDatabase
                        ? Check.Noted(Name, $"{text}: that is slow, let nodes and database be in one network.")
                        : Check.Good(Name, text);
                var nodes = found.HasTables ? await examination.NodesAsync(cancellationToken).ConfigureAwait(false) : [];
                return ([check, Clock(found.ClockSkew)], nodes);
            }
        }
        catch (Exception e) when (e is NpgsqlException or InvalidConfigurationException or TimeoutException)
        {
            var reason = (e as PostgresException)?.MessageText ?? e.Message.TrimEnd('.');
            return ([Check.Wrong(
                Name, $"{Printable.Of(reason)}. See that it runs, that --database names its host, port, user and name, and that "
                + "PGPASSWORD, PGPASSFILE or DatabasePasswordFile has the password.")], []);
        }
    }

    private static Check Clock(TimeSpan skew)
    {
        const string Name = "clock";
        return skew.Duration() <= LargestSkew
            ? Check.Good(Name, $"{Milliseconds(skew.Duration())} away from the database's")
            : Check.Wrong(
                Name,
                $"{skew.Duration().TotalSeconds:0} seconds {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the database's: let both "
                + "machines set their clocks by the network (chrony, systemd-timesyncd).");
    }

    private static (Check? Check, NodeCertificates? Certificates) Certificate(ClusterOptions options)
    {
        const string Name = "certificate";
        try
        {
            if (NodeCertificates.Load(options) is not { } certificates) return (null, null);
            var text = $"valid until {certificates.End.UtcDateTime:yyyy-MM-dd}";
            return (certificates.End - DateTimeOffset.UtcNow < CertificateNotice
                ? Check.Noted(Name, $"{text}: renew it soon, and start the node again.")
                : Check.Good(Name, text), certificates);
        }
        catch (InvalidConfigurationException e)
        {
            return (Check.Wrong(Name, Printable.Of(e.Message)), null);
        }
    }

    private static async Task<Check> NodeAsync(ListedNode node, NodeCertificates? certificates, CancellationToken cancellationToken)
    {
        const string Name = "node";
        var called = Printable.Of($"{node.Host} at {node.EndPoint}");
        if (node.IsSilent)
        {
            return Check.Noted(
                Name, $"{called} has given no sign of life for {node.Silence.TotalSeconds:0} s: if it does not run, others forget it "
                + "within a minute; if it does, see whether it reaches the database.");
        }
        try
        {
            var latency = await ClusterExamination.ReachAsync(node, certificates, cancellationToken).ConfigureAwait(false);
            return Check.Good(Name, $"{called} is reached within {Milliseconds(latency)}");
        }
        catch (SocketException e)
        {
            return Check.Wrong(
                Name, $"{called} lives, and its port cannot be reached from here ({new SocketException(e.ErrorCode).SocketErrorCode}): let "
                + "nodes reach each other's ports through firewalls (--cluster-port fixes a node's), and see that Cluster:Address, where "
                + "it is set, is an address that the others reach.");
        }
        catch (IOException e)
        {
            return Check.Wrong(
                Name, $"{called} and this node do not trust each other ({Printable.Of(e.Message.TrimEnd('.'))}): give all nodes "
                + "certificates of the same Cluster:Authority.");
        }
    }

    private static async Task<Check> ObjectsAsync(HansardServerOptions options, CancellationToken cancellationToken)
    {
        const string Name = "recordings";
        var folder = Directory.CreateTempSubdirectory("hansard-doctor-");
        try
        {
            var directory = DataDirectory.CreateWithoutDatabase(folder.FullName);
            var disk = DiskSpace.Of(directory, options.Disk.FreeBytes, options.Disk.FreePercent);
            var container = ObjectServices.Open(options, directory, disk, NullLoggerFactory.Instance);
            using var _ = container as IDisposable;
            var began = TimeProvider.System.GetTimestamp();
            await container.PrepareAsync(cancellationToken).ConfigureAwait(false);
            var took = TimeProvider.System.GetElapsedTime(began);
            var text = $"{Printable.Of(container.Name)}: something was stored, read and removed within {Milliseconds(took)}";
            return took > SlowObjects
                ? Check.Noted(Name, $"{text}: that is slow, let nodes and recordings be in one network.")
                : Check.Good(Name, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidConfigurationException)
        {
            return Check.Wrong(Name, Printable.Of(e.Message));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds:0.#} ms";
}
