namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>Places at which a connection is cut.</summary>
public enum CommitCut
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>PostgreSQL never hears of the commit.</summary>
    Before,

    /// <summary>PostgreSQL commits, and nobody hears of that.</summary>
    After,
}
