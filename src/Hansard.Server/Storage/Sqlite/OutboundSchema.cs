namespace Hansard.Server.Storage.Sqlite;

/// <summary>Columns and indexes by which downloads and webhooks are fair by project and host.</summary>
internal static class OutboundSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- Where audio_url leads: scheme, host and port. Empty for uploads, and for jobs older than this column.
        ALTER TABLE transcriptions ADD COLUMN audio_host TEXT NOT NULL DEFAULT '';
        -- The size of the blob while a job that has not ended has one that was downloaded for it.
        ALTER TABLE transcriptions ADD COLUMN fetched_bytes INTEGER;

        -- A queued job without a blob is to be downloaded first, and its lease, if it has one, is a download's.
        CREATE INDEX transcriptions_ready ON transcriptions (project_id, seq, available_at) WHERE status = 'queued' AND blob IS NOT NULL;
        CREATE INDEX transcriptions_to_fetch ON transcriptions (project_id, seq, available_at, lease, audio_host)
        WHERE status = 'queued' AND blob IS NULL;
        CREATE INDEX transcriptions_paused ON transcriptions (available_at) WHERE status = 'queued' AND available_at > 0;
        CREATE INDEX transcriptions_fetched ON transcriptions (project_id, fetched_bytes) WHERE fetched_bytes IS NOT NULL;

        -- The secret of a webhook goes to the outbox with the end of its job, and away with its last try. An empty one is left behind.
        UPDATE transcriptions SET webhook_auth_header_value = ''
        WHERE webhook_auth_header_value IS NOT NULL AND status IN ('completed', 'error');

        ALTER TABLE webhook_outbox ADD COLUMN project_id TEXT NOT NULL DEFAULT '';
        -- Where the URL leads: scheme, host and port.
        ALTER TABLE webhook_outbox ADD COLUMN host TEXT NOT NULL DEFAULT '';
        UPDATE webhook_outbox SET host = url, project_id = coalesce(
            (SELECT t.project_id FROM transcriptions t WHERE t.id = webhook_outbox.transcription_id),
            (SELECT p.id FROM projects p ORDER BY p.created_at LIMIT 1));
        CREATE INDEX webhook_outbox_of_project ON webhook_outbox (project_id, next_attempt_at, seq, host);
        """;
}
