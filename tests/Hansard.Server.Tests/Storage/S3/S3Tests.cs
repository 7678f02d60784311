namespace Hansard.Server.Tests.Storage.S3;

/// <summary>Tests that share one server that speaks S3, with a prefix each.</summary>
[CollectionDefinition(Name)]
public sealed class S3Tests : ICollectionFixture<S3Server>
{
    /// <summary>Of the collection.</summary>
    public const string Name = "S3";
}
