namespace Hansard.Server.Storage.Sqlite;

/// <summary>Table of who did what.</summary>
internal static class AccessLogSchema
{
    /// <summary>The migration. It needs nothing of any other.</summary>
    public const string Migration =
        """
        -- It refers to nothing: an entry outlives what it is about.
        CREATE TABLE access_log (
            seq         INTEGER PRIMARY KEY AUTOINCREMENT,
            time        INTEGER NOT NULL,
            project_id  TEXT,
            key_id      TEXT,
            key_name    TEXT,
            share_id    TEXT,
            address     TEXT,
            -- Protocol that it came by.
            door        TEXT NOT NULL,
            -- read, export, create, change, share or delete.
            action      TEXT NOT NULL,
            resource    TEXT NOT NULL,
            resource_id TEXT
        ) STRICT;
        CREATE INDEX access_log_by_time ON access_log (time);
        CREATE INDEX access_log_of_project ON access_log (project_id, seq);
        CREATE INDEX access_log_of_resource ON access_log (resource_id, seq) WHERE resource_id IS NOT NULL;
        """;
}
