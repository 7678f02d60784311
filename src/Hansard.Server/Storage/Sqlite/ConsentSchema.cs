namespace Hansard.Server.Storage.Sqlite;

/// <summary>Notes of the consent of those whose voices are kept.</summary>
internal static class ConsentSchema
{
    /// <summary>The migration. It needs <see cref="VoicesSchema"/>.</summary>
    public const string Migration =
        """
        -- How the person agreed; empty: not noted.
        ALTER TABLE known_speaker_samples ADD COLUMN consent TEXT NOT NULL DEFAULT '';
        """;
}
