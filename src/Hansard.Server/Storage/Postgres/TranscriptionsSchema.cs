namespace Hansard.Server.Storage.Postgres;

/// <summary>Tables of transcriptions and what belongs to them.</summary>
/// <remarks>
/// As in SQLite (<c>Storage/Sqlite</c> says what each column is): times are milliseconds since 1970 UTC, flags are 0 or 1, ids are UUIDs in
/// their usual form.
/// </remarks>
internal static class TranscriptionsSchema
{
    /// <summary>Statements that make them.</summary>
    public const string Statements =
        """
        CREATE TABLE transcriptions (
            seq                       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id                        text NOT NULL UNIQUE,
            project_id                text NOT NULL REFERENCES projects (id),
            status                    text NOT NULL,
            source                    text NOT NULL,
            model                     text NOT NULL,
            audio_url                 text,
            audio_host                text NOT NULL DEFAULT '',
            file_id                   text,
            blob                      text,
            fetched_bytes             bigint,
            filename                  text NOT NULL,
            request                   text NOT NULL,
            client_reference_id       text,
            webhook_url               text,
            webhook_auth_header_name  text,
            webhook_auth_header_value text,
            webhook_status_code       bigint,
            created_at                bigint NOT NULL,
            started_at                bigint,
            ended_at                  bigint,
            audio_duration_ms         bigint,
            transcribed_ms            bigint NOT NULL DEFAULT 0,
            stage                     text,
            error_type                text,
            error_message             text,
            attempts                  bigint NOT NULL DEFAULT 0,
            available_at              bigint NOT NULL DEFAULT 0,
            fence                     bigint,
            warnings                  text,
            speakers                  text,
            tracks                    text,
            tags                      text,
            notes                     text,
            version                   bigint NOT NULL DEFAULT 0,
            revision                  bigint NOT NULL DEFAULT 0,
            door                      text,
            waited                    bigint NOT NULL DEFAULT 0,
            transient_of              text,
            estimated_ms              bigint,
            priority                  bigint NOT NULL DEFAULT 0
        );
        CREATE INDEX transcriptions_of_project ON transcriptions (project_id, seq);
        CREATE INDEX transcriptions_running ON transcriptions (started_at) WHERE status = 'processing';
        CREATE INDEX transcriptions_ended ON transcriptions (ended_at) WHERE ended_at IS NOT NULL;
        CREATE INDEX transcriptions_by_blob ON transcriptions (blob) WHERE blob IS NOT NULL;
        CREATE INDEX transcriptions_queued ON transcriptions (seq) WHERE status = 'queued' AND blob IS NOT NULL;
        CREATE INDEX transcriptions_unmeasured ON transcriptions (seq)
        WHERE status = 'queued' AND blob IS NOT NULL AND estimated_ms IS NULL AND waited = 0;
        CREATE INDEX transcriptions_to_fetch ON transcriptions (project_id, seq) WHERE status = 'queued' AND blob IS NULL;
        CREATE INDEX transcriptions_paused ON transcriptions (available_at) WHERE status = 'queued' AND available_at > 0;
        CREATE INDEX transcriptions_fetched ON transcriptions (project_id, fetched_bytes) WHERE fetched_bytes IS NOT NULL;
        CREATE INDEX transcriptions_tagged ON transcriptions (project_id, seq) WHERE tags IS NOT NULL;
        CREATE INDEX transcriptions_transient ON transcriptions (transient_of, ended_at) WHERE transient_of IS NOT NULL;

        -- Renewed again and again: narrow, with room on each page for the next version of its rows, and no index of what changes.
        CREATE TABLE leases (
            fence            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transcription_id text NOT NULL UNIQUE REFERENCES transcriptions (id) ON DELETE CASCADE,
            owner            text NOT NULL,
            expires_at       bigint NOT NULL
        ) WITH (fillfactor = 70);

        CREATE TABLE transcripts (
            transcription_id text PRIMARY KEY REFERENCES transcriptions (id) ON DELETE CASCADE,
            text             text NOT NULL,
            tokens           bytea NOT NULL,
            alternatives     text,
            indexed_at       bigint
        );
        CREATE INDEX transcripts_to_index ON transcripts (transcription_id) WHERE indexed_at IS NULL;

        CREATE TABLE partial_transcripts (
            seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            tokens           bytea NOT NULL
        );
        CREATE INDEX partial_transcripts_of ON partial_transcripts (transcription_id, seq);

        CREATE TABLE transcript_voices (
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            speaker          text NOT NULL,
            voice            bytea NOT NULL,
            PRIMARY KEY (transcription_id, speaker)
        );

        CREATE TABLE revisions (
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            number           bigint NOT NULL,
            base             bigint NOT NULL,
            author           text NOT NULL,
            created_at       bigint NOT NULL,
            speaker_names    text,
            text             text NOT NULL,
            tokens           bytea NOT NULL,
            PRIMARY KEY (transcription_id, number)
        );

        CREATE TABLE replacements (
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            written          text NOT NULL,
            heard            text NOT NULL,
            times            bigint NOT NULL,
            PRIMARY KEY (transcription_id, written)
        );

        CREATE TABLE waveforms (
            transcription_id text PRIMARY KEY REFERENCES transcriptions (id) ON DELETE CASCADE,
            duration_ms      bigint NOT NULL,
            minimum          bytea NOT NULL,
            maximum          bytea NOT NULL
        );

        CREATE TABLE shares (
            seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id               text NOT NULL UNIQUE,
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            digest           text NOT NULL UNIQUE,
            audio            bigint NOT NULL,
            created_at       bigint NOT NULL,
            expires_at       bigint NOT NULL
        );
        CREATE INDEX shares_of ON shares (transcription_id, seq);
        CREATE INDEX shares_by_end ON shares (expires_at);

        CREATE TABLE summaries (
            seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id               text NOT NULL UNIQUE,
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            kind             text NOT NULL,
            status           text NOT NULL,
            revision         bigint NOT NULL,
            model            text NOT NULL,
            author           text NOT NULL,
            created_at       bigint NOT NULL,
            statements       text,
            unfounded        bigint NOT NULL DEFAULT 0,
            error            text
        );
        CREATE INDEX summaries_of ON summaries (transcription_id, seq);
        CREATE INDEX summaries_to_write ON summaries (status) WHERE status IN ('queued', 'processing');

        -- The words with their places in the passage, as Hansard divides them: not in any language's way.
        CREATE TABLE passages (
            seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transcription_id text NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
            start_ms         bigint NOT NULL,
            end_ms           bigint NOT NULL,
            speaker          text,
            text             text NOT NULL,
            words            text NOT NULL,
            places           tsvector NOT NULL
        );
        CREATE INDEX passages_of ON passages (transcription_id, seq);
        CREATE INDEX passages_by_word ON passages USING gin (places);

        CREATE TABLE webhook_outbox (
            seq               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transcription_id  text NOT NULL,
            project_id        text NOT NULL,
            status            text NOT NULL,
            url               text NOT NULL,
            host              text NOT NULL,
            auth_header_name  text,
            auth_header_value text,
            created_at        bigint NOT NULL,
            attempts          bigint NOT NULL DEFAULT 0,
            next_attempt_at   bigint NOT NULL,
            claim             bigint NOT NULL DEFAULT 0
        );
        CREATE INDEX webhook_outbox_due ON webhook_outbox (next_attempt_at);
        CREATE INDEX webhook_outbox_of_project ON webhook_outbox (project_id, next_attempt_at, seq);

        CREATE TABLE usage_logs (
            seq                     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            uuid                    text NOT NULL UNIQUE,
            project_id              text NOT NULL REFERENCES projects (id),
            client_reference_id     text NOT NULL,
            model                   text NOT NULL,
            start_time              bigint NOT NULL,
            end_time                bigint NOT NULL,
            input_text_tokens       bigint NOT NULL,
            input_audio_tokens      bigint NOT NULL,
            input_audio_duration_ms bigint NOT NULL,
            output_text_tokens      bigint NOT NULL,
            source                  text NOT NULL DEFAULT 'public_api',
            live                    bigint NOT NULL DEFAULT 0
        );
        CREATE INDEX usage_logs_by_end ON usage_logs (project_id, end_time, seq);
        """;
}
