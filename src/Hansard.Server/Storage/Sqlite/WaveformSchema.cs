namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the waveforms of recordings.</summary>
internal static class WaveformSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- Computed when somebody first asks. A byte for each stretch of the recording, signed.
        CREATE TABLE waveforms (
            transcription_id TEXT PRIMARY KEY REFERENCES transcriptions (id) ON DELETE CASCADE,
            duration_ms      INTEGER NOT NULL,
            minimum          BLOB NOT NULL,
            maximum          BLOB NOT NULL
        ) STRICT;
        """;
}
