namespace Hansard.Server.Storage.Postgres;

/// <summary>Index by which parts of names and notes are found.</summary>
internal static class NamesSchema
{
    /// <summary>The statements.</summary>
    /// <remarks>
    /// pg_trgm comes with PostgreSQL, and the owner of a database may add it. Where it is missing or forbidden, all names of a project are
    /// read, as before.
    /// </remarks>
    public const string Statements =
        """
        DO $$
        BEGIN
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX transcriptions_named ON transcriptions USING gin (fold(filename) gin_trgm_ops, fold(notes) gin_trgm_ops);
        EXCEPTION WHEN OTHERS THEN
            RAISE NOTICE 'Parts of names are found without an index: %', SQLERRM;
        END $$;
        """;
}
