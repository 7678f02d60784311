namespace Hansard.Server.Storage.Sqlite;

/// <summary>Columns of the warnings of transcriptions, and of the source of usage.</summary>
internal static class WarningsSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- JSON array of sentences; null: none.
        ALTER TABLE transcriptions ADD COLUMN warnings TEXT;

        -- public_api or playground, as in transcriptions.
        ALTER TABLE usage_logs ADD COLUMN source TEXT NOT NULL DEFAULT 'public_api';
        UPDATE usage_logs SET source = 'playground'
        WHERE uuid IN (SELECT t.id FROM transcriptions t WHERE t.source = 'playground');
        """;
}
