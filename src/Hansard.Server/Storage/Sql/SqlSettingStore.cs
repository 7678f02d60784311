using Dapper;

namespace Hansard.Server.Storage.Sql;

/// <summary>Settings as rows.</summary>
internal sealed class SqlSettingStore(ISqlDatabase database) : ISettingStore
{
    /// <inheritdoc />
    public string GetOrAdd(string name, string fresh)
        => Find(name) ?? Add(name, fresh);

    /// <inheritdoc />
    public string? Find(string name)
        => database.Read(c => c.QuerySingleOrDefault<string>("SELECT value FROM settings WHERE name = @name", new { name }));

    /// <inheritdoc />
    public Task SetAsync(string name, string value) => database.WriteAsync(c => c.Execute(
        "INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        new { name, value }));

    // Once in the life of a database, at the server's start.
    private string Add(string name, string fresh) => database.WriteAsync(c => c.QuerySingle<string>(
        "INSERT INTO settings (name, value) VALUES (@name, @fresh) ON CONFLICT (name) DO UPDATE SET value = settings.value RETURNING value",
        new { name, fresh })).GetAwaiter().GetResult();
}
