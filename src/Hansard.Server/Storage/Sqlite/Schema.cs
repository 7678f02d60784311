namespace Hansard.Server.Storage.Sqlite;

/// <summary>
/// The tables. Times are milliseconds since 1970 UTC, ids are UUIDs in their usual form. <c>seq</c> counts rows in the order of insertion,
/// never used twice: pages are cut by it, so they stay stable while rows come and go.
/// </summary>
internal static class Schema
{
    /// <summary>The first version.</summary>
    public const string Version1 =
        """
        -- Values made once for this database, such as the secret that cursors are signed with.
        CREATE TABLE settings (
            name  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;

        CREATE TABLE projects (
            id         TEXT PRIMARY KEY,
            name       TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL,
            -- The turn in which a job of this project was last started: the queue serves the lowest first.
            turn       INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE api_keys (
            id         TEXT PRIMARY KEY,
            project_id TEXT NOT NULL REFERENCES projects (id),
            name       TEXT NOT NULL,
            -- The first characters of the key, for people to recognise it by.
            hint       TEXT NOT NULL,
            -- SHA-256 of the key in hexadecimal, and its first 16 digits to find the row by.
            digest     TEXT NOT NULL UNIQUE,
            lookup     TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;
        CREATE INDEX api_keys_lookup ON api_keys (lookup);

        CREATE TABLE files (
            seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
            id                  TEXT NOT NULL UNIQUE,
            project_id          TEXT NOT NULL REFERENCES projects (id),
            -- The name of the bytes in the object store. Jobs name it too, and outlive the file.
            blob                TEXT NOT NULL,
            filename            TEXT NOT NULL,
            size                INTEGER NOT NULL,
            client_reference_id TEXT,
            -- public_api or playground.
            source              TEXT NOT NULL,
            created_at          INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX files_of_project ON files (project_id, seq, size);
        CREATE INDEX files_by_age ON files (created_at);
        CREATE INDEX files_by_blob ON files (blob);

        CREATE TABLE transcriptions (
            seq                       INTEGER PRIMARY KEY AUTOINCREMENT,
            id                        TEXT NOT NULL UNIQUE,
            project_id                TEXT NOT NULL REFERENCES projects (id),
            -- queued, processing, completed or error.
            status                    TEXT NOT NULL,
            source                    TEXT NOT NULL,
            model                     TEXT NOT NULL,
            audio_url                 TEXT,
            file_id                   TEXT,
            blob                      TEXT,
            filename                  TEXT NOT NULL,
            -- What else was asked for: JSON of TranscriptionRequest.
            request                   TEXT NOT NULL,
            client_reference_id       TEXT,
            webhook_url               TEXT,
            webhook_auth_header_name  TEXT,
            webhook_auth_header_value TEXT,
            webhook_status_code       INTEGER,
            created_at                INTEGER NOT NULL,
            started_at                INTEGER,
            ended_at                  INTEGER,
            audio_duration_ms         INTEGER,
            transcribed_ms            INTEGER NOT NULL DEFAULT 0,
            error_type                TEXT,
            error_message             TEXT,
            -- Starts so far, those that a stopping server handed back not counted.
            attempts                  INTEGER NOT NULL DEFAULT 0,
            -- Not to be started before; set after a failed attempt.
            available_at              INTEGER NOT NULL DEFAULT 0,
            -- While processing: the one start that may write to this row, and until when without renewal.
            lease                     TEXT,
            lease_expires_at          INTEGER
        ) STRICT;
        CREATE INDEX transcriptions_of_project ON transcriptions (project_id, seq);
        CREATE INDEX transcriptions_by_status ON transcriptions (status, project_id, seq);
        CREATE INDEX transcriptions_ended ON transcriptions (ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX transcriptions_by_blob ON transcriptions (blob) WHERE blob IS NOT NULL;

        CREATE TABLE transcripts (
            transcription_id TEXT PRIMARY KEY REFERENCES transcriptions (id) ON DELETE CASCADE,
            text             TEXT NOT NULL,
            -- JSON array in UTF-8, as the API returns it.
            tokens           BLOB NOT NULL
        ) STRICT;

        -- Webhooks to be sent. A row is written in the transaction that ends its job, and removed when it is delivered or given up.
        -- It repeats what it needs of the transcription, which may be deleted before.
        CREATE TABLE webhook_outbox (
            seq               INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id  TEXT NOT NULL,
            status            TEXT NOT NULL,
            url               TEXT NOT NULL,
            auth_header_name  TEXT,
            auth_header_value TEXT,
            created_at        INTEGER NOT NULL,
            attempts          INTEGER NOT NULL DEFAULT 0,
            next_attempt_at   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX webhook_outbox_due ON webhook_outbox (next_attempt_at);

        -- A row for each completed transcription, kept when that is deleted.
        CREATE TABLE usage_logs (
            seq                     INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid                    TEXT NOT NULL UNIQUE,
            project_id              TEXT NOT NULL REFERENCES projects (id),
            client_reference_id     TEXT NOT NULL,
            model                   TEXT NOT NULL,
            start_time              INTEGER NOT NULL,
            end_time                INTEGER NOT NULL,
            input_text_tokens       INTEGER NOT NULL,
            input_audio_tokens      INTEGER NOT NULL,
            input_audio_duration_ms INTEGER NOT NULL,
            output_text_tokens      INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX usage_logs_by_end ON usage_logs (project_id, end_time, seq);
        """;

    /// <summary>The second version: deletions that outlive a kill.</summary>
    public const string Version2 =
        """
        -- Recordings that were deleted and whose bytes may still be there. A name is written in the transaction that ends its last use,
        -- and removed once the bytes are gone. Nothing else is ever removed from the object store, so no loss of rows can cost a recording.
        CREATE TABLE deleted_blobs (
            blob       TEXT PRIMARY KEY,
            deleted_at INTEGER NOT NULL
        ) STRICT;
        """;
}
