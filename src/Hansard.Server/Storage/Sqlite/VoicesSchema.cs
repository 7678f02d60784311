namespace Hansard.Server.Storage.Sqlite;

/// <summary>Tables of voices, all of them encrypted, and the column of the speakers of transcriptions.</summary>
internal static class VoicesSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- JSON array of {speaker, name, certainty}; null: not diarized, or not completed.
        ALTER TABLE transcriptions ADD COLUMN speakers TEXT;

        -- The voices of a transcript's speakers, kept where they were to be identified, and gone with it.
        CREATE TABLE transcript_voices (
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            speaker          TEXT NOT NULL,
            voice            BLOB NOT NULL,
            PRIMARY KEY (transcription_id, speaker)
        ) STRICT;

        -- People known again, gone with their project.
        CREATE TABLE known_speakers (
            seq        INTEGER PRIMARY KEY AUTOINCREMENT,
            id         TEXT NOT NULL UNIQUE,
            project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            name       TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (project_id, name)
        ) STRICT;
        CREATE INDEX known_speakers_of_project ON known_speakers (project_id, seq);

        -- Their voices, one for each recording that they were added from.
        CREATE TABLE known_speaker_samples (
            seq        INTEGER PRIMARY KEY AUTOINCREMENT,
            speaker_id TEXT NOT NULL REFERENCES known_speakers (id) ON DELETE CASCADE,
            voice      BLOB NOT NULL,
            speech_ms  INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX known_speaker_samples_of_speaker ON known_speaker_samples (speaker_id, seq);
        """;
}
