namespace Hansard.Server.Storage.Postgres;

/// <summary>Numbers of rows, and the latest change of each transcription, kept by triggers.</summary>
internal static class CountsSchema
{
    /// <summary>Statements that make them.</summary>
    public const string Statements =
        """
        CREATE TABLE project_counts (
            project_id                text PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
            files                     bigint NOT NULL DEFAULT 0,
            playground_files          bigint NOT NULL DEFAULT 0,
            file_bytes                bigint NOT NULL DEFAULT 0,
            transcriptions            bigint NOT NULL DEFAULT 0,
            playground_transcriptions bigint NOT NULL DEFAULT 0,
            pending                   bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 50);

        CREATE TABLE transcription_changes (
            seq              bigint NOT NULL,
            transcription_id text PRIMARY KEY,
            project_id       text NOT NULL
        );
        CREATE UNIQUE INDEX transcription_changes_of ON transcription_changes (project_id, seq);
        CREATE SEQUENCE transcription_change;

        CREATE FUNCTION count_project() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO project_counts (project_id) VALUES (NEW.id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER project_counted AFTER INSERT ON projects FOR EACH ROW EXECUTE FUNCTION count_project();

        CREATE FUNCTION count_file() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            file files := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            step bigint := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
        BEGIN
            UPDATE project_counts SET files = files + step, file_bytes = file_bytes + step * file.size,
                playground_files = playground_files + CASE file.source WHEN 'playground' THEN step ELSE 0 END
            WHERE project_id = file.project_id;
            RETURN NULL;
        END $$;
        CREATE TRIGGER file_counted AFTER INSERT OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION count_file();

        -- The row of the project's counts is locked before a change gets its number, until the end of the transaction: so the changes of
        -- a project come into sight in the order of their numbers, and whoever reads on from the last one misses none.
        CREATE FUNCTION note_change(id text, project text) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM 1 FROM project_counts WHERE project_id = project FOR NO KEY UPDATE;
            INSERT INTO transcription_changes (seq, transcription_id, project_id)
            VALUES (nextval('transcription_change'), id, project)
            ON CONFLICT (transcription_id) DO UPDATE SET seq = excluded.seq;
        END $$;

        CREATE FUNCTION is_pending(status text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN CASE WHEN status IN ('queued', 'processing') THEN 1 ELSE 0 END;

        CREATE FUNCTION count_transcription() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            one transcriptions := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            step bigint := CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END;
        BEGIN
            UPDATE project_counts SET
                transcriptions = transcriptions + CASE WHEN one.transient_of IS NULL THEN step ELSE 0 END,
                playground_transcriptions = playground_transcriptions
                    + CASE WHEN one.transient_of IS NULL AND one.source = 'playground' THEN step ELSE 0 END,
                pending = pending + step * is_pending(one.status)
            WHERE project_id = one.project_id;
            IF one.transient_of IS NULL THEN PERFORM note_change(one.id, one.project_id); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER transcription_counted AFTER INSERT OR DELETE ON transcriptions
            FOR EACH ROW EXECUTE FUNCTION count_transcription();

        CREATE FUNCTION note_transcription() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF is_pending(NEW.status) <> is_pending(OLD.status) THEN
                UPDATE project_counts SET pending = pending + is_pending(NEW.status) - is_pending(OLD.status)
                WHERE project_id = NEW.project_id;
            END IF;
            IF NEW.transient_of IS NULL THEN PERFORM note_change(NEW.id, NEW.project_id); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER transcription_changed AFTER UPDATE OF
            status, stage, transcribed_ms, audio_duration_ms, warnings, error_message, webhook_status_code, version ON transcriptions
            FOR EACH ROW EXECUTE FUNCTION note_transcription();

        CREATE FUNCTION note_summary() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            one summaries := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        BEGIN
            PERFORM note_change(t.id, t.project_id) FROM transcriptions t WHERE t.id = one.transcription_id;
            RETURN NULL;
        END $$;
        CREATE TRIGGER summary_changed AFTER INSERT OR DELETE OR UPDATE OF status ON summaries
            FOR EACH ROW EXECUTE FUNCTION note_summary();
        """;
}
