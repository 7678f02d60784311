using Dapper;
using Hansard.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hansard.Resilience.LongLife;

/// <summary>Writes a database in an earlier version of the schema, with the rows of one in the newest.</summary>
/// <remarks>
/// The tables are made by the migrations up to that version, so they are what a server of that version made. A column that it did not have
/// is left out; one that there is no more has what it had when nothing had been written into it.
/// </remarks>
internal static class SqliteSchemaCopy
{
    // Filled by triggers, or by the index of words.
    private static readonly string[] Derived = ["project_counts", "transcription_changes"];

    /// <param name="from">The database.</param>
    /// <param name="to">The file that is made.</param>
    /// <param name="version">Of the schema.</param>
    public static void Write(string from, string to, int version)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = to, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        connection.Execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
        foreach (var migration in Migrations.All.Take(version)) connection.Execute(migration);
        connection.Execute("ATTACH @from AS newest", new { from });
        foreach (var table in TablesOf(connection))
        {
            var columns = string.Join(", ", ColumnsOf(connection, "main", table).Intersect(ColumnsOf(connection, "newest", table)));
            connection.Execute($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table} ORDER BY 1");
        }

        if (ColumnsOf(connection, "main", "transcriptions").Contains("lease"))
            connection.Execute(
                """
                UPDATE transcriptions SET lease = 'x', lease_expires_at = (
                    SELECT l.expires_at FROM newest.leases l WHERE l.transcription_id = transcriptions.id)
                WHERE status = 'processing'
                """);
        connection.Execute($"DETACH newest; PRAGMA user_version = {version}; VACUUM;");
    }

    /// <summary>Names of its tables and of the columns of transcriptions and keys.</summary>
    public static HashSet<string> NamesOf(string path)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        return
        [
            .. TablesOf(connection), .. ColumnsOf(connection, "main", "transcriptions"), .. ColumnsOf(connection, "main", "api_keys"),
        ];
    }

    private static List<string> TablesOf(SqliteConnection connection) => connection.Query<string>(
        """
        SELECT name FROM main.sqlite_master
        WHERE type = 'table' AND name NOT IN @Derived
            AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'passage\_words%' ESCAPE '\'
            AND name NOT LIKE 'transcription\_names%' ESCAPE '\'
        ORDER BY rowid
        """,
        new { Derived }).AsList();

    private static List<string> ColumnsOf(SqliteConnection connection, string database, string table)
        => connection.Query<string>("SELECT name FROM pragma_table_info(@table, @database)", new { table, database }).AsList();
}
