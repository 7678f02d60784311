namespace Hansard.Server.Storage.Sqlite;

/// <summary>Settings of the realtime sessions that a temporary key opens.</summary>
internal static class RealtimeSchema
{
    /// <summary>The migration. It needs nothing of any other than <see cref="LiveSchema"/>.</summary>
    public const string Migration =
        """
        -- Settings of the sessions of OpenAI's realtime API that it opens, as JSON; null: it opens the other live sessions.
        ALTER TABLE temporary_keys ADD COLUMN realtime_session TEXT;
        """;
}
