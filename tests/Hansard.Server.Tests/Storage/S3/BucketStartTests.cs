using Hansard.Server.Storage.Objects;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>A start says what is wrong with a bucket, and goes on where an earlier one ended.</summary>
[Collection(S3Tests.Name)]
public sealed class BucketStartTests(S3Server bucket)
{
    [Fact]
    public async Task Recordings_are_there_after_a_restart_and_a_start_without_the_bucket_is_refused()
    {
        var server = await TestServer.StartAsync(options => bucket.Configure(options, "restart"));
        var file = await server.UploadAsync("kept");
        await SettleAsync(server);
        var data = await server.StopAndKeepDataAsync();

        var refused = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data));
        Assert.Contains($"start with --objects s3://{S3Server.Bucket}/restart", refused.Message, StringComparison.Ordinal);

        await using var next = await TestServer.StartAsync(options => bucket.Configure(options, "restart"), data);
        Assert.Equal("kept", await next.Client.GetStringAsync($"/v1/files/{file.String("id")}/content"));
    }

    [Fact]
    public async Task What_the_data_directory_had_before_is_read_and_deleted_there()
    {
        var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("from before");
        var data = await server.StopAndKeepDataAsync();

        await using var next = await TestServer.StartAsync(options => bucket.Configure(options, "before"), data);
        Assert.Equal("from before", await next.Client.GetStringAsync($"/v1/files/{file.String("id")}/content"));
        Assert.Equal("completed", (await next.EndAsync(await next.CreateAsync(file.String("id")!))).String("status"));
        await next.UploadAsync("from now on");
        Assert.Single(FilesTests.StoredFiles(next));
        Assert.Single(bucket.Stored("before"));
        (await next.Client.DeleteAsync($"/v1/files/{file.String("id")}")).Dispose();
        Assert.Empty(FilesTests.StoredFiles(next));
    }

    [Theory]
    [InlineData("s3://there-is-none", "S3RVER", "There is no bucket 'there-is-none' at http://127.0.0.1")]
    [InlineData("s3://recordings", "SOMEBODY", "The access key is not known for the bucket 'recordings' at http://127.0.0.1")]
    public async Task What_is_wrong_is_said_in_a_sentence(string objects, string key, string expected)
    {
        using var folder = new DataFolder();
        var fault = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(options =>
        {
            bucket.Configure(options, "faults");
            options.Objects = objects;
            options.S3.SecretKeyFile = folder.Write("the-very-secret", "secret");
            options.S3.AccessKey = key;
        }));
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-very-secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_named()
    {
        var fault = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(options =>
        {
            bucket.Configure(options, "faults");
            options.S3.SecretKeyFile = "/nowhere/secret";
        }));
        Assert.Contains("'/nowhere/secret' (S3:SecretKeyFile)", fault.Message, StringComparison.Ordinal);
    }

    private static Task<int> SettleAsync(TestServer server)
        => server.Host.Services.GetRequiredService<NoteSweep>().SweepAsync(TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
}
