namespace Hansard.Server.Storage.Postgres;

/// <summary>Tables of the parts of recordings that many workers transcribe together.</summary>
internal static class PartsSchema
{
    /// <summary>The statements.</summary>
    public const string Statements =
        """
        CREATE TABLE parts (
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            number           bigint NOT NULL,
            -- Of its content: what recognises alike.
            sha256           text NOT NULL,
            model            text NOT NULL,
            -- Of the program: another one's words may be others.
            version          text NOT NULL,
            audio_ms         bigint NOT NULL,
            -- Keys of the objects with its sound and its words; the latter is that of the worker who won.
            sound            text NOT NULL,
            result           text,
            attempts         bigint NOT NULL DEFAULT 0,
            created_at       bigint NOT NULL,
            PRIMARY KEY (transcription_id, number)
        );
        CREATE INDEX parts_open ON parts (created_at, number) WHERE result IS NULL;

        -- As leases are: narrow, and renewed again and again.
        CREATE TABLE part_leases (
            fence            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transcription_id text NOT NULL,
            number           bigint NOT NULL,
            owner            text NOT NULL,
            expires_at       bigint NOT NULL,
            UNIQUE (transcription_id, number),
            FOREIGN KEY (transcription_id, number) REFERENCES parts (transcription_id, number) ON DELETE CASCADE
        ) WITH (fillfactor = 70);
        """;
}
