namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the terms of projects.</summary>
internal static class VocabularySchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        CREATE TABLE vocabulary (
            id         TEXT PRIMARY KEY,
            project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            term       TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (project_id, term)
        ) STRICT;
        """;
}
