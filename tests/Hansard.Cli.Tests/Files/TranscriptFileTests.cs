using System.Runtime.Versioning;
using Hansard.Cli.Files;

namespace Hansard.Cli.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class TranscriptFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_file_has_the_content_and_nothing_else_is_left()
    {
        await WriteAsync(At("a"), "text");
        Assert.Equal("text", File.ReadAllText(At("a")));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_longer_file_is_overwritten_whole()
    {
        File.WriteAllText(At("a"), new string('x', 10_000));
        await WriteAsync(At("a"), "text", overwrite: true);
        Assert.Equal("text", File.ReadAllText(At("a")));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_existing_file_is_not_overwritten_unless_that_is_asked_for()
    {
        File.WriteAllText(At("a"), "old");
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(At("a"), "text"));
        Assert.Equal("old", File.ReadAllText(At("a")));
    }

    [Fact]
    public async Task Other_names_of_an_overwritten_file_stay_names_of_it()
    {
        File.WriteAllText(At("a"), "an old text");
        using (var ln = System.Diagnostics.Process.Start("ln", [At("a"), At("b")]))
            await ln.WaitForExitAsync(TestContext.Current.CancellationToken);
        await WriteAsync(At("a"), "text", overwrite: true);
        Assert.Equal(("text", "text"), (File.ReadAllText(At("a")), File.ReadAllText(At("b"))));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Fact]
    public async Task A_link_to_nothing_gets_its_file()
    {
        // Where '..' is not the folder that stands before it in the text.
        Directory.CreateDirectory(At("x/y"));
        Directory.CreateSymbolicLink(At("d"), "x/y");
        File.CreateSymbolicLink(At("x/y/link"), "../new");
        await WriteAsync(At("d/link"), "text");
        Assert.Equal("text", File.ReadAllText(At("x/new")));
        Assert.Equal("../new", new FileInfo(At("x/y/link")).LinkTarget);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_name_as_long_as_names_can_be_is_written()
    {
        await WriteAsync(At(new string('n', 255)), "text");
        Assert.Equal(255, Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))).Length);
    }

    [Fact]
    public async Task A_full_disk_leaves_what_is_there()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        var error = await Assert.ThrowsAsync<IOException>(() => WriteAsync("/dev/full", "text"));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_and_a_socket_are_not_written_to()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(At("s")));
        var refused = await Assert.ThrowsAsync<IOException>(() => WriteAsync(At("s"), "text", overwrite: true));
        Assert.Contains("is a socket", refused.Message, StringComparison.Ordinal);
        var folder = await Assert.ThrowsAsync<IOException>(() => WriteAsync(_folder, "text", overwrite: true));
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_in_a_circle_are_told()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");
        Assert.Throws<IOException>(() => PhysicalPath.Resolve(At("a")));
        Assert.Throws<IOException>(() => FileStatus.Of(At("a")));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static Task WriteAsync(string path, string text, bool overwrite = false)
        => TranscriptFile.WriteAsync(path, System.Text.Encoding.UTF8.GetBytes(text), overwrite, TestContext.Current.CancellationToken);
}
