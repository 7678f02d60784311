namespace Hansard.Server.Storage.Sqlite;

/// <summary>The twenty-fourth version: columns by which the queue decides.</summary>
internal static class QueueSchema
{
    /// <summary>The migration.</summary>
    public const string Migration =
        """
        -- Length of what is to be transcribed, in milliseconds, as its container states it; 0: it states none; null: nobody has looked.
        ALTER TABLE transcriptions ADD COLUMN estimated_ms INTEGER;
        -- Within its project, the higher comes first.
        ALTER TABLE transcriptions ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;

        -- The schedule decides, and reads what waits in the order of its creation.
        DROP INDEX transcriptions_ready;
        DROP INDEX transcriptions_waited;
        ALTER TABLE projects DROP COLUMN turn;
        CREATE INDEX transcriptions_queued ON transcriptions (seq) WHERE status = 'queued' AND blob IS NOT NULL;
        CREATE INDEX transcriptions_unmeasured ON transcriptions (seq)
        WHERE status = 'queued' AND blob IS NOT NULL AND estimated_ms IS NULL AND waited = 0;
        """;
}
