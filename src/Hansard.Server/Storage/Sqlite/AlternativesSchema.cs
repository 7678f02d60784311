namespace Hansard.Server.Storage.Sqlite;

/// <summary>Column of what else was heard in recordings.</summary>
internal static class AlternativesSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- JSON array of doubtful words; null: none, or of a version that kept none.
        ALTER TABLE transcripts ADD COLUMN alternatives TEXT;
        """;
}
