namespace Hansard.Server.Storage.Sqlite;

/// <summary>The twenty-seventh version: parts of recordings. There are none here: one machine transcribes the whole.</summary>
internal static class PartsSchema
{
    /// <summary>The migration.</summary>
    public const string Migration =
        """
        CREATE TABLE parts (
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            number           INTEGER NOT NULL,
            -- Of its content: what recognises alike.
            sha256           TEXT NOT NULL,
            model            TEXT NOT NULL,
            -- Of the program: another one's words may be others.
            version          TEXT NOT NULL,
            audio_ms         INTEGER NOT NULL,
            -- Keys of the objects with its sound and its words.
            sound            TEXT NOT NULL,
            result           TEXT,
            attempts         INTEGER NOT NULL DEFAULT 0,
            created_at       INTEGER NOT NULL,
            PRIMARY KEY (transcription_id, number)
        ) STRICT;

        CREATE TABLE part_leases (
            fence            INTEGER PRIMARY KEY AUTOINCREMENT,
            transcription_id TEXT NOT NULL,
            number           INTEGER NOT NULL,
            owner            TEXT NOT NULL,
            expires_at       INTEGER NOT NULL,
            UNIQUE (transcription_id, number),
            FOREIGN KEY (transcription_id, number) REFERENCES parts (transcription_id, number) ON DELETE CASCADE
        ) STRICT;
        """;
}
