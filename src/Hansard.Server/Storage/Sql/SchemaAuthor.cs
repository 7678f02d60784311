using System.Data.Common;
using Dapper;
using Hansard.Server.Configuration;

namespace Hansard.Server.Storage.Sql;

/// <summary>The version of the program that gave a database its schema, which an earlier one names when it has to refuse it.</summary>
internal static class SchemaAuthor
{
    private const string Setting = "schema_author";

    private static string Own => BuildVersion.Current.Split('+')[0];

    /// <summary>Notes this program, in the transaction in which it has changed the schema.</summary>
    public static void Note(DbConnection connection, DbTransaction? transaction = null) => connection.Execute(
        "INSERT INTO settings (name, value) VALUES (@Setting, @Own) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        new { Setting, Own }, transaction);

    /// <summary>Refuses a database.</summary>
    /// <param name="connection">To it.</param>
    /// <param name="name">Its path or address, without a password.</param>
    /// <param name="schema">Its version.</param>
    /// <param name="known">The newest that this program knows.</param>
    public static InvalidDataException Refusal(DbConnection connection, string name, int schema, int known)
    {
        var author = Author(connection) is { } version ? $"Hansard {version}" : "a newer Hansard";
        return new InvalidDataException(
            $"The database {name} was brought to schema {schema} by {author}, and this is Hansard {Own}, which knows schemas up to "
            + $"{known}: an earlier version cannot work with it, and has changed nothing. Start the newer version again, or restore the "
            + "backup that was made before it was installed, into another folder or database.");
    }

    // A later version may keep its settings elsewhere.
    private static string? Author(DbConnection connection)
    {
        try
        {
            return connection.ExecuteScalar<string?>("SELECT value FROM settings WHERE name = @Setting", new { Setting });
        }
        catch (DbException)
        {
            return null;
        }
    }
}
