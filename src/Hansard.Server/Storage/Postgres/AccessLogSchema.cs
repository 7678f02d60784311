namespace Hansard.Server.Storage.Postgres;

/// <summary>Table of who did what.</summary>
internal static class AccessLogSchema
{
    /// <summary>The statements.</summary>
    public const string Statements =
        """
        CREATE TABLE access_log (
            seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            time        bigint NOT NULL,
            project_id  text,
            key_id      text,
            key_name    text,
            share_id    text,
            address     text,
            door        text NOT NULL,
            action      text NOT NULL,
            resource    text NOT NULL,
            resource_id text
        );
        CREATE INDEX access_log_by_time ON access_log (time);
        CREATE INDEX access_log_of_project ON access_log (project_id, seq);
        CREATE INDEX access_log_of_resource ON access_log (resource_id, seq) WHERE resource_id IS NOT NULL;
        """;
}
