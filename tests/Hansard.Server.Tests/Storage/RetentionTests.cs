using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage;

public sealed class RetentionTests
{
    [Fact]
    public async Task Files_and_transcriptions_of_a_set_age_are_deleted_with_their_bytes()
    {
        await using var server = await TestServer.StartAsync(options =>
            (options.Retention.Files, options.Retention.Transcriptions, options.Retention.Interval) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(100)));
        var old = await server.EndAsync(await server.TranscribeAsync("old"));
        await server.Host.Services.GetRequiredService<Database>().WriteAsync(
            c => c.Execute("UPDATE files SET created_at = created_at - 90000000; UPDATE transcriptions SET created_at = created_at - 90000000, ended_at = ended_at - 90000000"),
            TestContext.Current.CancellationToken);
        var young = await server.EndAsync(await server.TranscribeAsync("young"));

        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (await CountAsync() > 2 && DateTime.UtcNow < deadline) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(2, await CountAsync());
        using (var gone = await server.Client.GetAsync($"/v1/transcriptions/{old.String("id")}/transcript")) await Answer.ErrorAsync(gone, 404, "transcription_not_found");
        await server.GetAsync($"/v1/transcriptions/{young.String("id")}/transcript");
        Assert.Single(FilesTests.StoredFiles(server));

        async Task<int> CountAsync()
            => (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32() + (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32();
    }

    [Fact]
    public async Task Without_retention_nothing_is_deleted()
    {
        await using var server = await TestServer.StartAsync(options => options.Retention.Interval = TimeSpan.FromMilliseconds(100));
        await server.EndAsync(await server.TranscribeAsync("old"));
        await server.Host.Services.GetRequiredService<Database>().WriteAsync(
            c => c.Execute("UPDATE files SET created_at = 0; UPDATE transcriptions SET created_at = 0, ended_at = 0"), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await server.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await server.GetAsync("/v1/transcriptions/count")).GetProperty("total").GetInt32());
    }
}
