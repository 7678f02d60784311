using System.Net;
using System.Net.Http.Headers;
using Amazon.S3.Model;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>A second implementation of S3, which checks signatures and MD5 and breaks uploads off: OpenStack Swift.</summary>
public sealed class SwiftTests
{
    private const int LongLength = (33 << 20) + 7;

    [Fact(Explicit = true)]
    public async Task Recordings_go_to_swift_and_come_back_from_it()
    {
        if (!SwiftServer.IsInstalled)
            Assert.Skip("Swift is not installed: swift-{proxy,account,container,object} and memcached of Debian are it.");
        await using var swift = await SwiftServer.StartAsync();
        var token = TestContext.Current.CancellationToken;
        void Configure(HansardServerOptions options)
            => (options.Objects, options.S3) = ($"s3://{SwiftServer.Bucket}/prefix", swift.Options);

        var first = await TestServer.StartAsync();
        await first.UploadAsync("from before");
        await using var server = await TestServer.StartAsync(Configure, await first.StopAndKeepDataAsync());
        var content = new byte[LongLength];
        new Random(1).NextBytes(content);
        var file = await server.UploadAsync(content);
        var path = $"/v1/files/{file.String("id")}/content";
        Assert.Equal(content, await server.Client.GetByteArrayAsync(path, token));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue((16 << 20) - 3, (16 << 20) + 3);
        using var response = await server.Client.SendAsync(request, token);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(content[((16 << 20) - 3)..((16 << 20) + 4)], await response.Content.ReadAsByteArrayAsync(token));

        var said = await server.UploadAsync("said");
        Assert.Equal("completed", (await server.EndAsync(await server.CreateAsync(said.String("id")!))).String("status"));

        // One that is too large leaves no object, and no upload in parts.
        var objects = server.Host.Services.GetRequiredService<IObjectStore>();
        Assert.Null(await objects.PutAsync(new MemoryStream(content), LongLength - 1, token));
        using var client = swift.NewClient();
        Assert.Empty((await client.ListMultipartUploadsAsync(SwiftServer.Bucket, token)).MultipartUploads ?? []);

        // What a killed server left of one is broken off by its note.
        var notes = server.Host.Services.GetRequiredService<IObjectNotes>();
        var lost = Guid.CreateVersion7().ToString();
        var begun = await client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = SwiftServer.Bucket, Key = $"prefix/{SharedObjectStore.KeyOf(lost)}" }, token);
        await notes.BeginAsync(lost);
        await notes.RenewAsync(lost, begun.UploadId);
        Assert.Equal(1, await server.Host.Services.GetRequiredService<NoteSweep>().SweepAsync(TimeSpan.FromMilliseconds(-1), token));
        Assert.Empty((await client.ListMultipartUploadsAsync(SwiftServer.Bucket, token)).MultipartUploads ?? []);

        var move = ActivatorUtilities.CreateInstance<RecordingMove>(server.Host.Services);
        var totals = await move.CopyAsync(new Progress<MoveStep>(), token);
        Assert.Equal((1, 2, 0), (totals.Copied, totals.WasThere, totals.Failed));
        Assert.Equal(1, await move.RemoveAsync(new Progress<MoveStep>(), token));
        Assert.Empty(FilesTests.StoredFiles(server));
        var keys = await server.Host.Services.GetRequiredService<IObjectContainer>().ListAsync("files/", token).ToListAsync(token);
        Assert.Equal(3, keys.Count);
        (await server.Client.DeleteAsync($"/v1/files/{file.String("id")}", token)).Dispose();
        using var gone = await server.Client.GetAsync(path, token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        await File.WriteAllTextAsync(swift.Options.SecretKeyFile!, "another-secret", token);
        var fault = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(Configure));
        Assert.StartsWith("The secret of the access key is wrong", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", fault.ToString(), StringComparison.Ordinal);
    }
}
