namespace Hansard.Server.Storage.Postgres;

/// <summary>Functions that SQLite has, or is given, under the same names.</summary>
internal static class FunctionsSchema
{
    /// <summary>Statements that make them.</summary>
    public const string Statements =
        """
        CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
        RETURN (extract(epoch FROM statement_timestamp()) * 1000)::bigint;

        -- Held until the end of the transaction, as PgBouncer wants it.
        CREATE FUNCTION hold(name text) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended(name, 4857));
            RETURN 1;
        END $$;

        CREATE FUNCTION json_each(list text, OUT value text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT json_array_elements_text(list::json) $$;

        -- Without the accents of Latin, Greek and Cyrillic letters: marks of other writings are letters' own.
        CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN regexp_replace(normalize($1, NFD), '[\u0300-\u036F]', '', 'g');

        -- All letters, whatever the collation of the database.
        DO $$
        BEGIN
            IF EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') THEN
                CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper($1 COLLATE "und-x-icu");
            ELSE
                CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper($1);
            END IF;
        END $$;
        """;
}
