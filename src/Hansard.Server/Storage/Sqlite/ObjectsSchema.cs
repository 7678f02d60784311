namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of the notes of bytes in a place that several servers share; empty where the data directory has them.</summary>
internal static class ObjectsSchema
{
    /// <summary>The migration. It needs nothing of any other.</summary>
    public const string Migration =
        """
        CREATE TABLE objects (
            blob     TEXT NOT NULL PRIMARY KEY,
            -- Time at which their upload was last heard of; null: they are stored, and a row uses them.
            arriving INTEGER,
            -- Id of the server that takes them in.
            owner    TEXT NOT NULL,
            -- Name of the upload in parts that the place knows.
            upload   TEXT,
            size     INTEGER,
            -- In hexadecimal.
            sha256   TEXT
        ) STRICT;
        CREATE INDEX objects_arriving ON objects (arriving) WHERE arriving IS NOT NULL;
        """;
}
