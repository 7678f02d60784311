namespace Hansard.Server.Storage.Sqlite;

/// <summary>Tables by which others watch transcriptions: the latest change of each, and the text of those that are under way.</summary>
internal static class ChangesSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/> and <see cref="WarningsSchema"/>.</summary>
    public const string Migration =
        """
        -- recognition, diarization or translation, of a job that is being processed.
        ALTER TABLE transcriptions ADD COLUMN stage TEXT;

        -- Tokens recognised so far of a job that is being processed, batch after batch: JSON arrays in UTF-8. Gone when it ends.
        CREATE TABLE partial_transcripts (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            tokens           BLOB NOT NULL
        ) STRICT;
        CREATE INDEX partial_transcripts_of ON partial_transcripts (transcription_id, seq);

        -- The latest change of each transcription. Every change has a number greater than all before it.
        CREATE TABLE transcription_changes (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id TEXT NOT NULL UNIQUE,
            project_id       TEXT NOT NULL
        ) STRICT;
        CREATE INDEX transcription_changes_of ON transcription_changes (project_id, seq);
        CREATE TRIGGER transcription_added AFTER INSERT ON transcriptions BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id);
        END;
        CREATE TRIGGER transcription_changed AFTER UPDATE OF
            status, stage, transcribed_ms, audio_duration_ms, warnings, error_message, webhook_status_code ON transcriptions BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id);
        END;
        CREATE TRIGGER transcription_deleted AFTER DELETE ON transcriptions BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (old.id, old.project_id);
        END;
        """;
}
