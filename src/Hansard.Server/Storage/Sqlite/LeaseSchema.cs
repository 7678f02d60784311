namespace Hansard.Server.Storage.Sqlite;

/// <summary>Columns of leases for a database that several servers may have.</summary>
internal static class LeaseSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- The server that has the job, or had it last. Null: a server older than this column.
        ALTER TABLE transcriptions ADD COLUMN lease_owner TEXT;
        """;
}
