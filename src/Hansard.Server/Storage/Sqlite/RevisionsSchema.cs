namespace Hansard.Server.Storage.Sqlite;

/// <summary>Corrected transcripts.</summary>
internal static class RevisionsSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- Number of the newest revision; 0: none.
        ALTER TABLE transcriptions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE revisions (
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            number           INTEGER NOT NULL,
            -- The revision that was corrected; 0: the original.
            base             INTEGER NOT NULL,
            -- Name of the API key at that time; empty: none.
            author           TEXT NOT NULL,
            created_at       INTEGER NOT NULL,
            -- JSON object of names by speaker; null: none.
            speaker_names    TEXT,
            -- As in transcripts; the tokens compressed (Brotli).
            text             TEXT NOT NULL,
            tokens           BLOB NOT NULL,
            PRIMARY KEY (transcription_id, number)
        ) STRICT;
        """;
}
