using Dapper;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Storage.Sqlite;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Storage;

/// <summary>Nothing that is in a data directory is ever destroyed by a start.</summary>
public sealed class DataOwnershipTests
{
    [Theory]
    [InlineData("files", "holiday.jpg")]
    [InlineData("files", "2024", "deep", "interview.wav")]
    [InlineData("files", "ab", "0193a5b8-0000-7000-8000-0000000000AB")]
    [InlineData("temporary", "thesis.txt")]
    [InlineData("temporary", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("temporary", "hansard-0193a5b8-0000-7000-8000-0000000000ab.part")]
    public async Task A_folder_of_somebody_elses_files_is_refused_and_left_as_it_is(params string[] path)
    {
        using var data = new DataFolder();
        var theirs = data.Write("theirs", path);
        var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data.Root));
        Assert.Contains("was not made by Hansard", exception.Message);
        Assert.Contains("--data", exception.Message);
        Assert.Equal([theirs], Directory.GetFiles(data.Root, "*", SearchOption.AllDirectories));

        await using (await TestServer.StartAsync(options => options.AdoptData = true, data.Root))
            Assert.Equal("theirs", await File.ReadAllTextAsync(theirs, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("notes")]
    [InlineData("projects")]
    public async Task A_database_that_is_not_Hansards_is_refused_and_left_as_it_is(string table)
    {
        using var data = new DataFolder();
        data.Execute($"CREATE TABLE {table} (text TEXT); INSERT INTO {table} VALUES ('theirs')");
        var before = await File.ReadAllBytesAsync(data.PathOf("hansard.db"), TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data.Root));
        Assert.Contains("is not a database of Hansard's", exception.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(data.PathOf("hansard.db"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_database_is_told()
    {
        using var data = new DataFolder();
        Directory.CreateDirectory(data.PathOf("hansard.db"));
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data.Root))).Message);
    }

    [Fact]
    public async Task What_others_put_into_a_servers_folders_is_left_alone_and_named_in_the_log()
    {
        using var elsewhere = new DataFolder();
        var linked = elsewhere.WriteRecording("not ours");
        var data = await (await TestServer.StartAsync()).StopAndKeepDataAsync();
        var stray = Path.Combine(data, "files", "stray.wav");
        await File.WriteAllTextAsync(stray, "stray", TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(data, "files", "zz"), elsewhere.Root);
        Directory.CreateSymbolicLink(Path.Combine(data, "files", Path.GetFileName(linked)[^2..]), Path.GetDirectoryName(linked)!);
        Directory.CreateSymbolicLink(Path.Combine(data, "temporary", $"hansard-{Guid.NewGuid()}.part"), linked);
        await File.WriteAllTextAsync(Path.Combine(data, "temporary", "note.txt"), "note", TestContext.Current.CancellationToken);

        using var log = new LogLines();
        await using var next = await StartAsync(log, data);
        await log.WaitAsync("5 files or folders in the data directory are not Hansard's");
        await log.WaitAsync(stray);
        Assert.Equal("stray", await File.ReadAllTextAsync(stray, TestContext.Current.CancellationToken));
        Assert.Equal("not ours", await File.ReadAllTextAsync(linked, TestContext.Current.CancellationToken));
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.Combine(data, "temporary")).Length);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("new")]
    [InlineData("another's")]
    public async Task A_database_that_does_not_belong_to_the_recordings_beside_it_stops_the_start_and_costs_none(string database)
    {
        var server = await TestServer.StartAsync();
        await server.UploadAsync("a hearing");
        var recording = Assert.Single(FilesTests.StoredFiles(server));
        var data = await server.StopAndKeepDataAsync();
        foreach (var path in Directory.GetFiles(data, "hansard.db*")) File.Delete(path);
        if (database == "empty") await File.WriteAllBytesAsync(Path.Combine(data, "hansard.db"), [], TestContext.Current.CancellationToken);
        if (database == "new") DataFolder.Execute(Path.Combine(data, "hansard.db"), Schema.Version1 + "PRAGMA user_version = 1;");
        if (database == "another's")
        {
            var other = await TestServer.StartAsync();
            await other.UploadAsync("theirs");
            var theirs = await other.StopAndKeepDataAsync();
            File.Copy(Path.Combine(theirs, "hansard.db"), Path.Combine(data, "hansard.db"));
            Directory.Delete(theirs, recursive: true);
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data));
            Assert.Contains("holds 1 stored recordings", exception.Message);
            Assert.Contains("Restore hansard.db from a backup", exception.Message);
            Assert.Equal("a hearing", await File.ReadAllTextAsync(recording, TestContext.Current.CancellationToken));
        }

        await using var adopting = await TestServer.StartAsync(options => options.AdoptData = true, data);
        Assert.Contains(recording, FilesTests.StoredFiles(adopting));
        Assert.Equal("a hearing", await File.ReadAllTextAsync(recording, TestContext.Current.CancellationToken));

        // From then on they belong together.
        await using var next = await TestServer.StartAsync(data: await adopting.StopAndKeepDataAsync());
        Assert.Contains(recording, FilesTests.StoredFiles(next));
    }

    [Fact]
    public async Task A_restored_backup_starts_and_keeps_the_recordings_that_it_does_not_know()
    {
        var server = await TestServer.StartAsync();
        await server.UploadAsync("before the backup");
        var data = await server.StopAndKeepDataAsync();
        var database = Path.Combine(data, "hansard.db");
        File.Copy(database, database + ".backup");

        var later = await TestServer.StartAsync(data: data);
        var file = await later.UploadAsync("after the backup");
        await later.EndAsync(await later.CreateAsync(file.String("id")));
        await later.StopAndKeepDataAsync();
        foreach (var path in Directory.GetFiles(data, "hansard.db*").Where(path => !path.EndsWith(".backup", StringComparison.Ordinal)))
            File.Delete(path);
        File.Move(database + ".backup", database);

        using var log = new LogLines();
        await using var restored = await StartAsync(log, data);
        await log.WaitAsync("1 recordings in the data directory are not in this database, and are left alone");
        Assert.Equal(["after the backup", "before the backup"], FilesTests.StoredFiles(restored).Select(File.ReadAllText).Order());
        Assert.Equal(1, (await restored.GetAsync("/v1/files/count")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Data_of_the_first_version_is_taken_over_without_a_word()
    {
        using var data = new DataFolder();
        var name = Guid.CreateVersion7().ToString();
        var recording = data.WriteRecording("from the first version", name);
        var half = data.Write("half an upl", "temporary", Guid.NewGuid().ToString("N"));
        data.Execute(Schema.Version1);
        data.Execute(
            $"""
            PRAGMA user_version = 1;
            PRAGMA journal_mode = WAL;
            INSERT INTO projects (id, name, created_at) VALUES ('p', 'default', 1);
            INSERT INTO files (id, project_id, blob, filename, size, source, created_at)
            VALUES ('{Guid.NewGuid()}', 'p', '{name}', 'a.wav', 22, 'public_api', 1);
            """);

        await using (var server = await TestServer.StartAsync(data: data.Root))
        {
            var file = Assert.Single((await server.GetAsync("/v1/files")).GetProperty("files").EnumerateArray());
            var job = await server.EndAsync(await server.CreateAsync(file.String("id")));
            Assert.Equal(
                "from the first version", (await server.GetAsync($"/v1/transcriptions/{job.String("id")}/transcript")).String("text"));
            Assert.True(File.Exists(recording));
            Assert.False(File.Exists(half));
            var id = server.Host.Services.GetRequiredService<ISqlDatabase>().Read(
                c => c.QuerySingle<string>("SELECT value FROM settings WHERE name = 'data_id'"));
            Assert.Equal(id, DataMarker.Read(data.Directories));
            await server.StopAndKeepDataAsync();
        }
    }

    [Theory]
    [InlineData("files")]
    [InlineData("temporary")]
    public async Task A_folder_of_the_store_that_is_a_link_is_refused(string folder)
    {
        using var elsewhere = new DataFolder();
        var theirs = elsewhere.Write("theirs", "ab", "theirs.txt");
        using var data = new DataFolder();
        Directory.CreateSymbolicLink(data.PathOf(folder), elsewhere.Root);
        var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data.Root));
        Assert.Contains("symbolic link", exception.Message);
        Assert.True(File.Exists(theirs));
    }

    [Fact]
    public async Task A_damaged_marker_stops_the_start_and_says_what_to_do()
    {
        var data = await (await TestServer.StartAsync()).StopAndKeepDataAsync();
        await File.WriteAllTextAsync(Path.Combine(data, "hansard-data.json"), "{", TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<IOException>(() => TestServer.StartAsync(data: data));
        Assert.Contains("hansard-data.json is damaged: restore it", exception.Message);
        Directory.Delete(data, recursive: true);
    }

    private static Task<TestServer> StartAsync(LogLines log, string data) => TestServer.StartAsync(
        options => options.Log.Level = LogLevel.Information, data, services => services.AddSingleton<ILoggerProvider>(log));
}
