namespace Hansard.Server.Tests.Storage.S3;

/// <summary>A server with its recordings in a bucket, for the tests of a class.</summary>
public sealed class BucketServer(S3Server bucket) : IAsyncLifetime
{
    /// <summary>Of the names of its objects.</summary>
    public string Prefix { get; } = $"shared-{Guid.NewGuid():N}";

    internal TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(options => bucket.Configure(options, Prefix));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
