namespace Hansard.Server.Storage.Postgres;

/// <summary>Tables of who belongs to the cluster, for PostgreSQL 15 and later.</summary>
internal static class ClusterSchema
{
    /// <summary>Statements that make the tables where they are not there yet.</summary>
    /// <remarks>
    /// A row of cluster_members is rewritten every few seconds without a change of any key: with room left on its page the new version
    /// stays there, and no index grows. All times are on the database's clock.
    /// </remarks>
    public const string Statements =
        """
        CREATE TABLE IF NOT EXISTS cluster_versions (
            cluster text PRIMARY KEY,
            version integer NOT NULL
        ) WITH (fillfactor = 70);

        CREATE TABLE IF NOT EXISTS cluster_members (
            cluster text NOT NULL,
            silo text NOT NULL,
            name text NOT NULL,
            host text NOT NULL,
            role text NOT NULL,
            status integer NOT NULL,
            gateway_port integer NOT NULL,
            suspecting text[] NOT NULL,
            suspected_at timestamptz[] NOT NULL,
            started_at timestamptz NOT NULL,
            alive_at timestamptz NOT NULL,
            changed integer NOT NULL,
            PRIMARY KEY (cluster, silo)
        ) WITH (fillfactor = 70);
        """;
}
