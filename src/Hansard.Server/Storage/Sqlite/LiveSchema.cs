namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the keys that open live sessions for a while, and the column that tells the usage of sessions apart.</summary>
internal static class LiveSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        CREATE TABLE temporary_keys (
            -- SHA-256 of the key, in hexadecimal.
            digest              TEXT PRIMARY KEY,
            project_id          TEXT NOT NULL REFERENCES projects (id),
            -- The API key that it was made with, and is revoked with; null: the server asked for none.
            key_id              TEXT REFERENCES api_keys (id),
            client_reference_id TEXT,
            single_use          INTEGER NOT NULL,
            session_seconds     INTEGER,
            expires_at          INTEGER NOT NULL,
            -- When it opened its session, of a key for one alone.
            used_at             INTEGER
        ) STRICT;
        CREATE INDEX temporary_keys_by_end ON temporary_keys (expires_at);
        CREATE INDEX temporary_keys_of ON temporary_keys (project_id, expires_at);

        -- 1: of a live session; 0: of a recording.
        ALTER TABLE usage_logs ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
        """;
}
