namespace Hansard.Server.Storage.Sqlite;

/// <summary>The twenty-third version: numbers of rows that nobody has to count any more.</summary>
internal static class CountsSchema
{
    /// <summary>The migration.</summary>
    public const string Migration =
        """
        -- Kept by the triggers below.
        CREATE TABLE project_counts (
            project_id                TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
            files                     INTEGER NOT NULL DEFAULT 0,
            playground_files          INTEGER NOT NULL DEFAULT 0,
            file_bytes                INTEGER NOT NULL DEFAULT 0,
            transcriptions            INTEGER NOT NULL DEFAULT 0,
            playground_transcriptions INTEGER NOT NULL DEFAULT 0,
            -- Queued or processing, also those that are not kept.
            pending                   INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        INSERT INTO project_counts (
            project_id, files, playground_files, file_bytes, transcriptions, playground_transcriptions, pending)
        SELECT p.id,
            (SELECT count(*) FROM files f WHERE f.project_id = p.id),
            (SELECT count(*) FROM files f WHERE f.project_id = p.id AND f.source = 'playground'),
            (SELECT coalesce(sum(f.size), 0) FROM files f WHERE f.project_id = p.id),
            (SELECT count(*) FROM transcriptions t WHERE t.project_id = p.id AND t.transient_of IS NULL),
            (SELECT count(*) FROM transcriptions t
                WHERE t.project_id = p.id AND t.transient_of IS NULL AND t.source = 'playground'),
            (SELECT count(*) FROM transcriptions t WHERE t.project_id = p.id AND t.status IN ('queued', 'processing'))
        FROM projects p;

        CREATE TRIGGER project_counted AFTER INSERT ON projects BEGIN
            INSERT INTO project_counts (project_id) VALUES (new.id);
        END;
        CREATE TRIGGER file_counted AFTER INSERT ON files BEGIN
            UPDATE project_counts SET files = files + 1, file_bytes = file_bytes + new.size,
                playground_files = playground_files + (new.source = 'playground') WHERE project_id = new.project_id;
        END;
        CREATE TRIGGER file_uncounted AFTER DELETE ON files BEGIN
            UPDATE project_counts SET files = files - 1, file_bytes = file_bytes - old.size,
                playground_files = playground_files - (old.source = 'playground') WHERE project_id = old.project_id;
        END;
        CREATE TRIGGER transcription_counted AFTER INSERT ON transcriptions BEGIN
            UPDATE project_counts SET
                transcriptions = transcriptions + (new.transient_of IS NULL),
                playground_transcriptions = playground_transcriptions + (new.transient_of IS NULL AND new.source = 'playground'),
                pending = pending + (new.status IN ('queued', 'processing'))
            WHERE project_id = new.project_id;
        END;
        CREATE TRIGGER transcription_recounted AFTER UPDATE OF status ON transcriptions
            WHEN (old.status IN ('queued', 'processing')) <> (new.status IN ('queued', 'processing')) BEGIN
            UPDATE project_counts SET
                pending = pending + (new.status IN ('queued', 'processing')) - (old.status IN ('queued', 'processing'))
            WHERE project_id = new.project_id;
        END;
        CREATE TRIGGER transcription_uncounted AFTER DELETE ON transcriptions BEGIN
            UPDATE project_counts SET
                transcriptions = transcriptions - (old.transient_of IS NULL),
                playground_transcriptions = playground_transcriptions - (old.transient_of IS NULL AND old.source = 'playground'),
                pending = pending - (old.status IN ('queued', 'processing'))
            WHERE project_id = old.project_id;
        END;
        """;
}
