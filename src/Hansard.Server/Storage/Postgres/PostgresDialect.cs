using Hansard.Server.Storage.Sql;

namespace Hansard.Server.Storage.Postgres;

/// <summary>PostgreSQL's.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    /// <inheritdoc />
    /// <remarks>Rows may be referred to meanwhile.</remarks>
    public override string ForUpdate => " FOR NO KEY UPDATE";

    /// <inheritdoc />
    public override string ForClaim => " FOR NO KEY UPDATE SKIP LOCKED";

    /// <inheritdoc />
    public override string ForReference => " FOR KEY SHARE";

    /// <inheritdoc />
    public override PassageIndex Passages { get; } = new TextSearchPassageIndex();

    /// <inheritdoc />
    public override string Among(string value, string parameter) => $"{value} = ANY({parameter})";

    /// <inheritdoc />
    public override string By(string index) => "";
}
