using System.Net;

namespace Hansard.Server.Configuration;

/// <summary>Checks the settings of installations of several nodes.</summary>
internal static class ClusterValidation
{
    private const int MaximumName = 64;

    /// <param name="options">The settings.</param>
    /// <param name="faults">Gets a sentence for each that is wrong.</param>
    public static void Validate(HansardServerOptions options, List<string> faults)
    {
        if (options.Database is null) CheckSingle(options, faults);
        else CheckDatabase(options.Database, faults);
        if (options is { Role: ServerRole.Api or ServerRole.Worker, Database: not null, Objects: null })
            faults.Add(
                $"Objects (--objects) is not set, and a node with the role {options.Role.ToString().ToLowerInvariant()} has its recordings "
                + "from other nodes: name the bucket or the folder that all of them use.");
        if (!Enum.IsDefined(options.Role)) faults.Add($"Role is '{options.Role}' (--role): give all, api or worker.");
        if (options.DatabaseConnections is < 2 or > 1000)
            faults.Add($"DatabaseConnections is {options.DatabaseConnections}: give a number from 2 to 1000.");
        CheckCluster(options.Cluster, faults);
    }

    private static void CheckSingle(HansardServerOptions options, List<string> faults)
    {
        if (options.Role is ServerRole.Api or ServerRole.Worker)
            faults.Add(
                $"Role is {options.Role.ToString().ToLowerInvariant()} (--role), a part of an installation of several nodes that share a "
                + "PostgreSQL: name it with --database postgres://USER@HOST/NAME, or leave the role out for a single server.");
        if (options.DatabasePasswordFile is not null)
            faults.Add("DatabasePasswordFile has no meaning without Database (--database).");
        if (options.Cluster != new ClusterOptions())
            faults.Add("Settings of the section Cluster (--cluster-port) have no meaning without Database (--database).");
    }

    private static void CheckDatabase(string database, List<string> faults)
    {
        try
        {
            _ = DatabaseAddress.Parse(database);
        }
        catch (FormatException exception)
        {
            // The address itself is not told: what is wrong with it may be a password.
            faults.Add($"Database (--database) is not an address of a PostgreSQL: {exception.Message}");
        }
    }

    private static void CheckCluster(ClusterOptions cluster, List<string> faults)
    {
        if (cluster.Name.Length is 0 or > MaximumName || cluster.Name.Any(char.IsControl))
            faults.Add($"Cluster:Name is '{cluster.Name}': give 1 to {MaximumName} characters.");
        if (cluster.Port is < 0 or > 65535) faults.Add($"Cluster:Port (--cluster-port) is {cluster.Port}: give a number from 0 to 65535.");
        if (cluster.Address is { } address
            && !(IPAddress.TryParse(address, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any)))
            faults.Add($"Cluster:Address is '{address}': give the IP address under which the other nodes reach this one.");
        if ((cluster.Certificate ?? cluster.Key ?? cluster.Authority) is not null
            && (cluster.Certificate is null || cluster.Key is null || cluster.Authority is null))
            faults.Add("Cluster:Certificate, Cluster:Key and Cluster:Authority belong together: give all three, or none.");
    }
}
