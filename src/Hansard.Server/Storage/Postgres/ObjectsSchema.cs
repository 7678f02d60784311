namespace Hansard.Server.Storage.Postgres;

/// <summary>Table of the notes of bytes in a place that several servers share.</summary>
internal static class ObjectsSchema
{
    /// <summary>The statements.</summary>
    public const string Statements =
        """
        CREATE TABLE objects (
            blob     text PRIMARY KEY,
            -- Time at which their upload was last heard of; null: they are stored, and a row uses them.
            arriving bigint,
            -- Id of the server that takes them in.
            owner    text NOT NULL,
            -- Name of the upload in parts that the place knows.
            upload   text,
            size     bigint,
            -- In hexadecimal.
            sha256   text
        );
        CREATE INDEX objects_arriving ON objects (arriving) WHERE arriving IS NOT NULL;
        """;
}
