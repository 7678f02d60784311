using System.Collections;
using Hansard.Server.Configuration;

namespace Hansard.Server.Tests.Configuration;

public sealed class ClusterValidationTests
{
    private const string Database = "Database=postgres://hansard@db/main";

    [Theory]
    [InlineData("--database postgres://USER@HOST/NAME", "Role=worker")]
    [InlineData("--database postgres://USER@HOST/NAME", "Role=Api")]
    [InlineData("any of all, api, worker", "Role=scheduler", Database)]
    [InlineData("Role is '7'", "Role=7", Database)]
    [InlineData("DatabasePasswordFile has no meaning", "DatabasePasswordFile=secret")]
    [InlineData("no meaning without Database", "Cluster:Port=7000")]
    [InlineData("PGPASSWORD", "Database=postgres://hansard:s3cret@db/main")]
    [InlineData("Cluster:Port", Database, "Cluster:Port=70000")]
    [InlineData("Cluster:Address is 'node-1'", Database, "Cluster:Address=node-1")]
    [InlineData("Cluster:Address is '0.0.0.0'", Database, "Cluster:Address=0.0.0.0")]
    [InlineData("give all three", Database, "Cluster:Certificate=node.pem", "Cluster:Key=node.key")]
    [InlineData("Cluster:Name", Database, "Cluster:Name=")]
    [InlineData("Objects (--objects) is not set", Database, "Role=api")]
    [InlineData("DatabaseConnections is 1", Database, "DatabaseConnections=1")]
    public void What_cannot_work_is_refused_in_a_sentence(string reason, params string[] settings)
    {
        var fault = Assert.Single(Assert.Throws<InvalidConfigurationException>(() => Load(settings)).Faults);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_have_a_role_and_a_database()
    {
        var options = Load(Database, "Role=worker", "Objects=/mnt/recordings", "Cluster:Port=7000", "Cluster:Address=192.0.2.7");
        Assert.Equal((ServerRole.Worker, 7000, "192.0.2.7"), (options.Role, options.Cluster.Port, options.Cluster.Address));
        Assert.Equal(ServerRole.All, Load().Role);
        Assert.Equal(ServerRole.All, Load(Database).Role);
    }

    private static HansardServerOptions Load(params string[] settings)
        => ServerConfiguration.Load(
            null, new Hashtable(),
            settings.Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])));
}
