namespace Hansard.Server.Storage.Sqlite;

/// <summary>Words that people have put in place of others, and those that they do not want to be offered as terms.</summary>
internal static class ReplacementsSchema
{
    /// <summary>The migration. It needs <see cref="RevisionsSchema"/>.</summary>
    public const string Migration =
        """
        -- Gone with the transcription that they were written in.
        CREATE TABLE replacements (
            transcription_id TEXT NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            written          TEXT NOT NULL,
            -- In the place of which, as it was first.
            heard            TEXT NOT NULL,
            times            INTEGER NOT NULL,
            PRIMARY KEY (transcription_id, written)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dismissed_terms (
            project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            term       TEXT NOT NULL,
            PRIMARY KEY (project_id, term)
        ) STRICT, WITHOUT ROWID;
        """;
}
