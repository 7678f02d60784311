namespace Hansard.Server.Storage.Postgres;

/// <summary>Tables of projects, keys, files and settings.</summary>
/// <remarks>
/// As in SQLite (<c>Storage/Sqlite</c> says what each column is): times are milliseconds since 1970 UTC, flags are 0 or 1, ids are UUIDs in
/// their usual form.
/// </remarks>
internal static class ProjectsSchema
{
    /// <summary>Statements that make them.</summary>
    public const string Statements =
        """
        CREATE TABLE settings (
            name  text PRIMARY KEY,
            value text NOT NULL
        );

        CREATE TABLE projects (
            id         text PRIMARY KEY,
            name       text NOT NULL UNIQUE,
            created_at bigint NOT NULL
        );

        CREATE TABLE api_keys (
            id           text PRIMARY KEY,
            project_id   text NOT NULL REFERENCES projects (id),
            name         text NOT NULL,
            hint         text NOT NULL,
            digest       text NOT NULL UNIQUE,
            lookup       text NOT NULL,
            created_at   bigint NOT NULL,
            revoked_at   bigint,
            is_admin     bigint NOT NULL DEFAULT 0,
            last_used_at bigint
        );
        CREATE INDEX api_keys_lookup ON api_keys (lookup);
        CREATE INDEX api_keys_of_project ON api_keys (project_id);

        CREATE TABLE temporary_keys (
            digest              text PRIMARY KEY,
            project_id          text NOT NULL REFERENCES projects (id),
            key_id              text REFERENCES api_keys (id),
            client_reference_id text,
            single_use          bigint NOT NULL,
            session_seconds     bigint,
            expires_at          bigint NOT NULL,
            used_at             bigint,
            realtime_session    text
        );
        CREATE INDEX temporary_keys_by_end ON temporary_keys (expires_at);
        CREATE INDEX temporary_keys_of ON temporary_keys (project_id, expires_at);

        CREATE TABLE files (
            seq                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id                  text NOT NULL UNIQUE,
            project_id          text NOT NULL REFERENCES projects (id),
            blob                text NOT NULL,
            filename            text NOT NULL,
            size                bigint NOT NULL,
            client_reference_id text,
            source              text NOT NULL,
            created_at          bigint NOT NULL
        );
        CREATE INDEX files_of_project ON files (project_id, seq);
        CREATE INDEX files_by_age ON files (created_at);
        CREATE INDEX files_by_blob ON files (blob);

        CREATE TABLE deleted_blobs (
            blob       text PRIMARY KEY,
            deleted_at bigint NOT NULL
        );

        CREATE TABLE vocabulary (
            id         text PRIMARY KEY,
            project_id text NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            term       text NOT NULL,
            created_at bigint NOT NULL,
            UNIQUE (project_id, term)
        );

        CREATE TABLE dismissed_terms (
            project_id text NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            term       text NOT NULL,
            PRIMARY KEY (project_id, term)
        );

        CREATE TABLE known_speakers (
            seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id         text NOT NULL UNIQUE,
            project_id text NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
            name       text NOT NULL,
            created_at bigint NOT NULL,
            UNIQUE (project_id, name)
        );
        CREATE INDEX known_speakers_of_project ON known_speakers (project_id, seq);

        CREATE TABLE known_speaker_samples (
            seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            speaker_id text NOT NULL REFERENCES known_speakers (id) ON DELETE CASCADE,
            voice      bytea NOT NULL,
            speech_ms  bigint NOT NULL,
            created_at bigint NOT NULL,
            consent    text NOT NULL DEFAULT ''
        );
        CREATE INDEX known_speaker_samples_of_speaker ON known_speaker_samples (speaker_id, seq);
        """;
}
