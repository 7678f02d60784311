namespace Hansard.Server.Storage.Sqlite;

/// <summary>The twenty-eighth version: an index by which parts of names and notes are found.</summary>
internal static class NamesSchema
{
    /// <summary>The migration.</summary>
    public const string Migration =
        """
        -- Of every three characters in a row, whatever their case.
        CREATE VIRTUAL TABLE transcription_names USING fts5 (
            filename, notes, content = 'transcriptions', content_rowid = 'seq', tokenize = 'trigram');
        INSERT INTO transcription_names (transcription_names, rank) VALUES ('secure-delete', 1);
        INSERT INTO transcription_names (transcription_names) VALUES ('rebuild');
        CREATE TRIGGER name_added AFTER INSERT ON transcriptions BEGIN
            INSERT INTO transcription_names (rowid, filename, notes) VALUES (new.seq, new.filename, new.notes);
        END;
        CREATE TRIGGER name_changed AFTER UPDATE OF filename, notes ON transcriptions BEGIN
            INSERT INTO transcription_names (transcription_names, rowid, filename, notes)
            VALUES ('delete', old.seq, old.filename, old.notes);
            INSERT INTO transcription_names (rowid, filename, notes) VALUES (new.seq, new.filename, new.notes);
        END;
        CREATE TRIGGER name_deleted AFTER DELETE ON transcriptions BEGIN
            INSERT INTO transcription_names (transcription_names, rowid, filename, notes)
            VALUES ('delete', old.seq, old.filename, old.notes);
        END;
        """;
}
