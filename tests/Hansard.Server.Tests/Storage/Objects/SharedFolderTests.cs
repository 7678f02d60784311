using System.Net;
using Hansard.Server.Tests.Files;

namespace Hansard.Server.Tests.Storage.Objects;

/// <summary>A server keeps its recordings in a folder that it shares.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private string Place => _folder.PathOf("recordings");

    [Fact]
    public async Task A_recording_is_stored_sent_in_ranges_transcribed_and_deleted_there()
    {
        await using var server = await TestServer.StartAsync(options => options.Objects = Place);
        var file = await server.UploadAsync("good morning");
        Assert.Empty(FilesTests.StoredFiles(server));
        Assert.Equal("good morning", await File.ReadAllTextAsync(Assert.Single(Stored()), TestContext.Current.CancellationToken));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file.String("id")}/content");
        request.Headers.Range = new(5, 8);
        using var response = await server.Client.SendAsync(request);
        Assert.Equal("morn", await response.Content.ReadAsStringAsync());
        Assert.Equal("completed", (await server.EndAsync(await server.CreateAsync(file.String("id")!))).String("status"));
        using var deleted = await server.Client.DeleteAsync($"/v1/files/{file.String("id")}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(Stored());
    }

    [Fact]
    public async Task The_folder_and_all_that_is_in_it_are_this_users_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var server = await TestServer.StartAsync(options => options.Objects = Place);
        await server.UploadAsync("good morning");
        const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var made = Directory.EnumerateFileSystemEntries(Place, "*", SearchOption.AllDirectories).Append(Place).ToList();
        Assert.True(made.Count > 3);
        foreach (var path in made) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_no_recording_that_is_gone()
    {
        await using var server = await TestServer.StartAsync(options => options.Objects = Place);
        var file = await server.UploadAsync("kept");
        Directory.Move(Place, Place + "-unmounted");
        var job = await server.CreateAsync(file.String("id")!);
        using (var unread = await server.Client.GetAsync($"/v1/files/{file.String("id")}/content"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unread.StatusCode);
        using (var ready = await server.Client.GetAsync("/readyz")) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Directory.Move(Place + "-unmounted", Place);
        Assert.Equal("completed", (await server.EndAsync(job)).String("status"));
    }

    [Fact]
    public async Task A_folder_where_nothing_is_mounted_is_not_made()
    {
        var fault = await Assert.ThrowsAsync<IOException>(
            () => TestServer.StartAsync(options => options.Objects = _folder.PathOf("nowhere", "recordings")));
        Assert.Contains("the folder above it is not there", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("nowhere")));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Stored() => [.. Directory.EnumerateFiles(Place, "*", SearchOption.AllDirectories)];
}
