namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the summaries of transcripts.</summary>
internal static class SummariesSchema
{
    /// <summary>The migration. It needs <see cref="Schema.Version1"/> and <see cref="ChangesSchema"/>.</summary>
    public const string Migration =
        """
        CREATE TABLE summaries (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            id               TEXT NOT NULL UNIQUE,
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            -- summary, chapters, action_items, title.
            kind             TEXT NOT NULL,
            -- As of transcriptions.
            status           TEXT NOT NULL,
            revision         INTEGER NOT NULL,
            model            TEXT NOT NULL,
            -- Name of the API key.
            author           TEXT NOT NULL,
            created_at       INTEGER NOT NULL,
            -- JSON array.
            statements       TEXT,
            unfounded        INTEGER NOT NULL DEFAULT 0,
            error            TEXT
        ) STRICT;
        CREATE INDEX summaries_of ON summaries (transcription_id, seq);
        CREATE INDEX summaries_to_write ON summaries (status) WHERE status IN ('queued', 'processing');

        -- Whoever watches the transcription sees them come.
        CREATE TRIGGER summary_added AFTER INSERT ON summaries BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id)
            SELECT id, project_id FROM transcriptions WHERE id = new.transcription_id;
        END;
        CREATE TRIGGER summary_changed AFTER UPDATE OF status ON summaries BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id)
            SELECT id, project_id FROM transcriptions WHERE id = new.transcription_id;
        END;
        CREATE TRIGGER summary_deleted AFTER DELETE ON summaries BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id)
            SELECT id, project_id FROM transcriptions WHERE id = old.transcription_id;
        END;
        """;
}
