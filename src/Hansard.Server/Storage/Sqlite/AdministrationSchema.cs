namespace Hansard.Server.Storage.Sqlite;

/// <summary>Columns of keys that open the settings of the whole server, and of their use.</summary>
internal static class AdministrationSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="Schema.Version1"/>.</summary>
    public const string Migration =
        """
        -- 1: the key sees and changes the settings of the whole server, beside its project.
        ALTER TABLE api_keys ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
        -- To the minute, about; null while nobody has used it since this is written down.
        ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;
        """;
}
