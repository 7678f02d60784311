using System.Net;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>While the bucket's server is away, what was accepted waits, and what is new is sent away for a moment.</summary>
[Collection(S3Tests.Name)]
public sealed class BucketOutageTests(S3Server bucket)
{
    [Fact]
    public async Task An_outage_loses_no_job_and_uploads_are_told_to_come_again()
    {
        await using var server = await TestServer.StartAsync(options => bucket.Configure(options, "outage"));
        using (var ready = await server.Client.GetAsync("/readyz")) Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var file = await server.UploadAsync("said before");
        var data = server.DataDirectory;
        await bucket.StopAsync();
        try
        {
            var job = await server.CreateAsync(file.String("id")!);
            using var form = new MultipartFormDataContent { { new StringContent("said meanwhile"), "file", "a.wav" } };
            using var refused = await server.Client.PostAsync("/v1/files", form);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter!.Delta);
            Assert.Contains("where recordings are stored cannot be reached", await refused.Content.ReadAsStringAsync());
            using var unread = await server.Client.GetAsync($"/v1/files/{file.String("id")}/content");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unread.StatusCode);
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(data, "temporary")));
            Assert.Contains("cannot be reached", await NotReadyAsync(server), StringComparison.Ordinal);

            await bucket.StartAsync();
            Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
            Assert.Equal(["said before"], server.Transcriber.Started);
            using var deleted = await server.Client.DeleteAsync($"/v1/files/{file.String("id")}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
        finally
        {
            await bucket.StopAsync();
            await bucket.StartAsync();
        }
    }

    // An answer holds for some seconds.
    private static async Task<string> NotReadyAsync(TestServer server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var response = await server.Client.GetAsync("/readyz", limit.Token);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return await response.Content.ReadAsStringAsync(limit.Token);
            await Task.Delay(100, limit.Token);
        }
    }
}
