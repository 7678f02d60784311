namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the links by which transcripts are shown to people without a key.</summary>
internal static class SharesSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        CREATE TABLE shares (
            seq              INTEGER PRIMARY KEY AUTOINCREMENT,
            id               TEXT NOT NULL UNIQUE,
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            -- SHA-256 of the secret in the link, in hexadecimal.
            digest           TEXT NOT NULL UNIQUE,
            -- Whether the recording may be heard too.
            audio            INTEGER NOT NULL,
            created_at       INTEGER NOT NULL,
            expires_at       INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX shares_of ON shares (transcription_id, seq);
        CREATE INDEX shares_by_end ON shares (expires_at);
        """;
}
