using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>SQLite's.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    /// <inheritdoc />
    public override string ForUpdate => "";

    /// <inheritdoc />
    public override string ForClaim => "";

    /// <inheritdoc />
    public override string ForReference => "";

    /// <inheritdoc />
    public override string Among(string value, string parameter) => $"{value} IN {parameter}";

    /// <inheritdoc />
    public override PassageIndex Passages { get; } = new Fts5PassageIndex();

    /// <inheritdoc />
    /// <remarks>Its planner, without statistics, often takes another; and fails here when there is none of that name.</remarks>
    public override string By(string index) => $"INDEXED BY {index}";
}
