namespace Hansard.Server.Storage.Sqlite;

/// <summary>Labels that people give transcriptions, and the index by which their text is searched.</summary>
internal static class SearchSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/> and <see cref="ChangesSchema"/>.</summary>
    public const string Migration =
        """
        -- JSON array of strings; null: none.
        ALTER TABLE transcriptions ADD COLUMN tags TEXT;
        ALTER TABLE transcriptions ADD COLUMN notes TEXT;
        -- Counts what people change, so that nobody writes over a change that they have not seen.
        ALTER TABLE transcriptions ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX transcriptions_tagged ON transcriptions (project_id, seq) WHERE tags IS NOT NULL;
        CREATE TRIGGER transcription_labelled AFTER UPDATE OF version ON transcriptions BEGIN
            REPLACE INTO transcription_changes (transcription_id, project_id) VALUES (new.id, new.project_id);
        END;

        -- Stretches of transcripts of some sentences each, as they are shown where something is found.
        CREATE TABLE passages (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            start_ms         INTEGER NOT NULL,
            end_ms           INTEGER NOT NULL,
            speaker          TEXT,
            text             TEXT NOT NULL,
            -- The text and its translation, with spaces between what are words to the index: Chinese and Japanese characters are.
            words            TEXT NOT NULL
        ) STRICT;
        CREATE INDEX passages_of ON passages (transcription_id, seq);

        CREATE VIRTUAL TABLE passage_words USING fts5 (
            words, content = 'passages', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2');
        INSERT INTO passage_words (passage_words, rank) VALUES ('secure-delete', 1);
        CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
            INSERT INTO passage_words (rowid, words) VALUES (new.seq, new.words);
        END;
        CREATE TRIGGER passage_deleted AFTER DELETE ON passages BEGIN
            INSERT INTO passage_words (passage_words, rowid, words) VALUES ('delete', old.seq, old.words);
        END;

        -- Null: not divided into passages yet.
        ALTER TABLE transcripts ADD COLUMN indexed_at INTEGER;
        CREATE INDEX transcripts_to_index ON transcripts (transcription_id) WHERE indexed_at IS NULL;
        """;
}
