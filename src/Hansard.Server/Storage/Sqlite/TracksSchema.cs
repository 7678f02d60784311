namespace Hansard.Server.Storage.Sqlite;

/// <summary>Column of the sound tracks of transcriptions.</summary>
internal static class TracksSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- JSON array of {track, language, title}; null: one track, or not completed.
        ALTER TABLE transcriptions ADD COLUMN tracks TEXT;
        """;
}
