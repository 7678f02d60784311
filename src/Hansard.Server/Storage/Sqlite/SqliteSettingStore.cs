using Dapper;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Settings as rows of SQLite.</summary>
internal sealed class SqliteSettingStore(Database database) : ISettingStore
{
    /// <inheritdoc />
    public string GetOrAdd(string name, string fresh)
        => database.Read(c => c.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @name", new { name }))
            ?? Add(name, fresh);

    // Once in the life of a database, at the server's start.
    private string Add(string name, string fresh) => database.WriteAsync(c => c.QuerySingle<string>(
        "INSERT INTO settings (name, value) VALUES (@name, @fresh) ON CONFLICT (name) DO UPDATE SET value = value RETURNING value",
        new { name, fresh })).GetAwaiter().GetResult();
}
