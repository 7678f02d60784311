namespace Hansard.Server.Storage.Sqlite;

/// <summary>
/// The twenty-ninth version: passages are numbered in the order of their transcriptions, so that an index of words, which gives numbers
/// in their order, gives the newest transcriptions first, and what is asked for is a page of them.
/// </summary>
internal static class PassageOrderSchema
{
    /// <summary>Bits of a passage's number for its place in its transcription; those above are the transcription's number.</summary>
    public const int Bits = 20;

    /// <summary>Passages of a transcription at most: years of speech.</summary>
    public const int Most = 1 << Bits;

    /// <summary>The migration.</summary>
    public static string Migration { get; } =
        $"""
        DROP TRIGGER passage_added;
        DROP TRIGGER passage_deleted;
        DROP TABLE passage_words;
        ALTER TABLE passages RENAME TO earlier_passages;
        DROP INDEX passages_of;

        CREATE TABLE passages (
            -- That of the transcription, times {Most}, and the place in it.
            seq              INTEGER PRIMARY KEY,
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            start_ms         INTEGER NOT NULL,
            end_ms           INTEGER NOT NULL,
            speaker          TEXT,
            text             TEXT NOT NULL,
            words            TEXT NOT NULL
        ) STRICT;
        INSERT INTO passages (seq, transcription_id, start_ms, end_ms, speaker, text, words)
        SELECT (t.seq << {Bits}) + row_number() OVER (PARTITION BY p.transcription_id ORDER BY p.seq) - 1,
            p.transcription_id, p.start_ms, p.end_ms, p.speaker, p.text, p.words
        FROM earlier_passages p JOIN transcriptions t ON t.id = p.transcription_id;
        DROP TABLE earlier_passages;
        CREATE INDEX passages_of ON passages (transcription_id, seq);

        CREATE VIRTUAL TABLE passage_words USING fts5 (
            words, content = 'passages', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2');
        INSERT INTO passage_words (passage_words, rank) VALUES ('secure-delete', 1);
        INSERT INTO passage_words (passage_words) VALUES ('rebuild');
        CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
            INSERT INTO passage_words (rowid, words) VALUES (new.seq, new.words);
        END;
        CREATE TRIGGER passage_deleted AFTER DELETE ON passages BEGIN
            INSERT INTO passage_words (passage_words, rowid, words) VALUES ('delete', old.seq, old.words);
        END;
        """;
}
