namespace Hansard.Server.Tests.Storage.Postgres;

/// <summary>Tests that share one PostgreSQL, with a database each.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    /// <summary>Of the collection.</summary>
    public const string Name = "PostgreSQL";
}
