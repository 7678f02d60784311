using Dapper;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Storage.Objects;

/// <summary>What a kill between two steps leaves is finished at the next start.</summary>
public sealed class StartSweepTests
{
    [Fact]
    public async Task A_deletion_that_was_accepted_is_finished_and_the_log_says_so()
    {
        var server = await TestServer.StartAsync();
        await server.UploadAsync("kept");
        var (name, path) = await DeleteHalfAsync(server);
        var data = await server.StopAndKeepDataAsync();

        using var log = new LogLines();
        await using var next = await StartAsync(log, data);
        Assert.False(File.Exists(path));
        Assert.Equal(
            "kept", await File.ReadAllTextAsync(Assert.Single(FilesTests.StoredFiles(next)), TestContext.Current.CancellationToken));
        await log.WaitAsync($"Removed 1 recordings whose deletion had been accepted but not finished: {name}");
        Assert.Empty(next.Host.Services.GetRequiredService<ISqlDatabase>().Read(c => BlobUse.Deleted(c, long.MaxValue)));
    }

    [Fact]
    public async Task Nothing_is_deleted_through_a_link()
    {
        var server = await TestServer.StartAsync();
        var (_, path) = await DeleteHalfAsync(server);
        var data = await server.StopAndKeepDataAsync();
        using var elsewhere = new DataFolder();
        var (folder, moved) = (Path.GetDirectoryName(path)!, elsewhere.PathOf("moved"));
        Directory.Move(folder, moved);
        Directory.CreateSymbolicLink(folder, moved);

        using var log = new LogLines();
        await using var next = await StartAsync(log, data);
        Assert.True(File.Exists(path));
        await log.WaitAsync($"{folder} is a link");
    }

    [Fact]
    public async Task An_upload_whose_row_was_stored_is_put_in_its_place_and_one_without_a_row_is_removed()
    {
        var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("accepted");
        var stored = Assert.Single(FilesTests.StoredFiles(server));
        var data = await server.StopAndKeepDataAsync();
        File.Move(stored, Path.Combine(data, "temporary", $"hansard-{Path.GetFileName(stored)}.part"));
        var half = Path.Combine(data, "temporary", $"hansard-{Guid.NewGuid()}.part");
        await File.WriteAllTextAsync(half, "half an upl", TestContext.Current.CancellationToken);

        using var log = new LogLines();
        await using var next = await StartAsync(log, data);
        Assert.Equal([stored], FilesTests.StoredFiles(next));
        await log.WaitAsync($"Stored 1 uploads that an earlier run had accepted but not put in their place: {Path.GetFileName(stored)}");
        await log.WaitAsync($"Removed 1 unfinished uploads and downloads that an earlier run left: {Path.GetFileName(half)}");
        Assert.Equal("completed", (await next.EndAsync(await next.CreateAsync(file.String("id")))).String("status"));
    }

    // As a kill between the row's deletion and the bytes' leaves it.
    private static async Task<(string Name, string Path)> DeleteHalfAsync(TestServer server)
    {
        var file = await server.UploadAsync("deleted");
        var name = await server.Host.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            c => BlobUse.Release(
                c, c.QuerySingle<string>("DELETE FROM files WHERE id = @id RETURNING blob", new { id = file.String("id") }), 1),
            TestContext.Current.CancellationToken);
        var path = Path.Combine(server.DataDirectory, "files", name![^2..], name);
        Assert.True(File.Exists(path));
        return (name, path);
    }

    private static Task<TestServer> StartAsync(LogLines log, string data) => TestServer.StartAsync(
        options => (options.Log.Level, options.Retention.Interval) = (LogLevel.Information, TimeSpan.FromHours(1)),
        data,
        services => services.AddSingleton<ILoggerProvider>(log));
}
