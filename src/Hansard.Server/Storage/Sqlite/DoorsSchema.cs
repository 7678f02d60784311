namespace Hansard.Server.Storage.Sqlite;

/// <summary>Columns of transcriptions that came by other protocols, whose clients wait for them.</summary>
internal static class DoorsSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/> and <see cref="ChangesSchema"/>.</summary>
    public const string Migration =
        """
        -- Name of the protocol that it came by; null: the API.
        ALTER TABLE transcriptions ADD COLUMN door TEXT;
        -- 1: somebody waits for its end.
        ALTER TABLE transcriptions ADD COLUMN waited INTEGER NOT NULL DEFAULT 0;
        -- Of a transcription that is not kept: the server whose client waits for it, which deletes it afterwards. No list shows it.
        ALTER TABLE transcriptions ADD COLUMN transient_of TEXT;
        CREATE INDEX transcriptions_transient ON transcriptions (transient_of, ended_at) WHERE transient_of IS NOT NULL;
        CREATE INDEX transcriptions_waited ON transcriptions (project_id, seq, available_at)
        WHERE status = 'queued' AND blob IS NOT NULL AND waited = 1;

        -- Whoever watches transcriptions is not told of those that are not kept.
        DROP TRIGGER transcription_added;
        DROP TRIGGER transcription_changed;
        DROP TRIGGER transcription_deleted;
        CREATE TRIGGER transcription_added AFTER INSERT ON transcriptions WHEN new.transient_of IS NULL BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id);
        END;
        CREATE TRIGGER transcription_changed AFTER UPDATE OF
            status, stage, transcribed_ms, audio_duration_ms, warnings, error_message, webhook_status_code ON transcriptions
            WHEN new.transient_of IS NULL BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id);
        END;
        CREATE TRIGGER transcription_deleted AFTER DELETE ON transcriptions WHEN old.transient_of IS NULL BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (old.id, old.project_id);
        END;
        """;
}
