namespace Hansard.Server.Storage.Sql;

/// <summary>The ways in which one database says what another says differently.</summary>
internal abstract class SqlDialect
{
    /// <summary>
    /// At the end of a SELECT: nobody else changes or removes its rows before the transaction ends. Empty where there is one writer.
    /// </summary>
    public abstract string ForUpdate { get; }

    /// <summary>
    /// At the end of a SELECT: rows that another transaction is about to take are passed over. Empty where there is one writer.
    /// </summary>
    public abstract string ForClaim { get; }

    /// <summary>
    /// At the end of a SELECT: nobody else removes its rows before the transaction ends. Empty where there is one writer.
    /// </summary>
    public abstract string ForReference { get; }

    /// <summary>A condition: the value is in the array that a parameter has.</summary>
    public abstract string Among(string value, string parameter);

    /// <summary>Its index of words.</summary>
    public abstract PassageIndex Passages { get; }

    /// <summary>
    /// Names the index that a query is to use, after the name of its table; empty where that is the database's own business.
    /// </summary>
    public abstract string By(string index);
}
