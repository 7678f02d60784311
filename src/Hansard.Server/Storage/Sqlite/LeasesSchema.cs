namespace Hansard.Server.Storage.Sqlite;

/// <summary>The twenty-second version: leases in a table of their own.</summary>
internal static class LeasesSchema
{
    /// <summary>The migration.</summary>
    public const string Migration =
        """
        -- A row for each job that somebody has. Who writes for it names the fence: it grows with every claim, so that a worker that wakes
        -- up late has a lower one than whoever has the job now.
        CREATE TABLE leases (
            fence            INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id TEXT NOT NULL UNIQUE REFERENCES transcriptions (id) ON DELETE CASCADE,
            -- Name of the server; empty: one older than this column.
            owner            TEXT NOT NULL,
            expires_at       INTEGER NOT NULL
        ) STRICT;
        INSERT INTO leases (transcription_id, owner, expires_at)
        SELECT id, coalesce(lease_owner, ''), coalesce(lease_expires_at, 0) FROM transcriptions WHERE lease IS NOT NULL;

        DROP INDEX transcriptions_to_fetch;
        CREATE INDEX transcriptions_to_fetch ON transcriptions (project_id, seq, available_at, audio_host)
        WHERE status = 'queued' AND blob IS NULL;
        ALTER TABLE transcriptions DROP COLUMN lease;
        ALTER TABLE transcriptions DROP COLUMN lease_owner;
        ALTER TABLE transcriptions DROP COLUMN lease_expires_at;
        -- That of the lease under which the job ended.
        ALTER TABLE transcriptions ADD COLUMN fence INTEGER;

        -- Grows with every attempt, as the fence does.
        ALTER TABLE webhook_outbox ADD COLUMN claim INTEGER NOT NULL DEFAULT 0;
        """;
}
