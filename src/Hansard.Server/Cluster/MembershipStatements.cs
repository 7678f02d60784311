namespace Hansard.Server.Cluster;

/// <summary>Statements of <see cref="PostgresMembership"/>, each of which is a transaction of its own.</summary>
/// <remarks>
/// Every change of a member but its sign of life moves the cluster's version, whose row so is the one lock that there is. Who waited for it
/// finds another version than the one expected, and changes nothing: with the version as it was, what the statement saw of the members is
/// what they are. <c>changed</c> is the version of a member's last change, its etag.
/// </remarks>
internal static class MembershipStatements
{
    /// <summary>Begins a cluster at version 0, if it is new.</summary>
    public const string Begin = "INSERT INTO cluster_versions (cluster, version) VALUES (@cluster, 0) ON CONFLICT DO NOTHING";

    /// <summary>Forgets a cluster.</summary>
    public const string Delete =
        """
        WITH members AS (DELETE FROM cluster_members WHERE cluster = @cluster)
        DELETE FROM cluster_versions WHERE cluster = @cluster
        """;

    /// <summary>Reads the version and all members, or one: of a cluster without members a row of nulls.</summary>
    /// <remarks>Times are read as ages, on one clock.</remarks>
    public const string Read =
        """
        SELECT v.version, m.silo, m.name, m.host, m.role, m.status, m.gateway_port, m.suspecting,
            ARRAY(SELECT now() - at FROM unnest(m.suspected_at) WITH ORDINALITY AS s(at, n) ORDER BY n) AS suspected,
            now() - m.started_at AS started, now() - m.alive_at AS alive, m.changed
        FROM cluster_versions v
        LEFT JOIN cluster_members m ON m.cluster = v.cluster AND (@silo IS NULL OR m.silo = @silo)
        WHERE v.cluster = @cluster
        """;

    /// <summary>Reads the highest generation of an address: a silo is written as <c>ADDRESS:PORT@GENERATION</c>.</summary>
    public const string LastGeneration =
        """
        SELECT max(split_part(silo, '@', 2)::integer) FROM cluster_members
        WHERE cluster = @cluster AND split_part(silo, '@', 1) = split_part(@silo, '@', 1)
        """;

    /// <summary>Adds a member.</summary>
    public const string Insert =
        """
        WITH moved AS (
            UPDATE cluster_versions v SET version = version + 1
            WHERE cluster = @cluster AND version = @version
                AND NOT EXISTS (SELECT FROM cluster_members m WHERE m.cluster = @cluster AND m.silo = @silo)
            RETURNING version)
        INSERT INTO cluster_members (
            cluster, silo, name, host, role, status, gateway_port, suspecting, suspected_at, started_at, alive_at, changed)
        SELECT @cluster, @silo, @name, @host, @role, @status, @gateway_port, @suspecting,
            ARRAY(SELECT now() - age FROM unnest(@suspected) WITH ORDINALITY AS s(age, n) ORDER BY n),
            now() - @started, now() - @alive, version
        FROM moved
        """;

    /// <summary>Changes a member.</summary>
    /// <remarks>
    /// A node that is not yet part of the cluster may declare another one dead only where that one has not said for a while that it lives:
    /// a node that cannot reach the others, though they reach each other, must not take the cluster apart. A former run of itself, at the
    /// same address, it always may. A sign of life that came meanwhile is not lost.
    /// </remarks>
    public const string Update =
        """
        WITH moved AS (
            UPDATE cluster_versions v SET version = version + 1
            WHERE cluster = @cluster AND version = @version
                AND EXISTS (
                    SELECT FROM cluster_members m
                    WHERE m.cluster = @cluster AND m.silo = @silo AND m.changed = @etag
                        AND (@status <> @dead
                            OR split_part(m.silo, '@', 1) = split_part(@self, '@', 1)
                            OR m.alive_at < now() - @stale
                            OR EXISTS (
                                SELECT FROM cluster_members s
                                WHERE s.cluster = @cluster AND s.silo = @self AND s.status = @active)))
            RETURNING version)
        UPDATE cluster_members m SET
            name = @name, host = @host, role = @role, status = @status, gateway_port = @gateway_port, suspecting = @suspecting,
            suspected_at = ARRAY(SELECT now() - age FROM unnest(@suspected) WITH ORDINALITY AS s(age, n) ORDER BY n),
            started_at = now() - @started, alive_at = greatest(m.alive_at, now() - @alive), changed = moved.version
        FROM moved
        WHERE m.cluster = @cluster AND m.silo = @silo
        """;

    /// <summary>Writes down a member's sign of life.</summary>
    public const string Alive = "UPDATE cluster_members SET alive_at = now() WHERE cluster = @cluster AND silo = @silo";

    /// <summary>Removes the dead of whom nothing was heard for some time, and those that ended before they had joined.</summary>
    public const string Cleanup =
        """
        DELETE FROM cluster_members
        WHERE cluster = @cluster AND status IN (@dead, @created, @joining)
            AND greatest(started_at, alive_at, (SELECT max(at) FROM unnest(suspected_at) AS s(at))) < now() - @age
        """;
}
