using System.Runtime.Versioning;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class PrivateModesTests
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Open = (UnixFileMode)0b111_101_101;

    [Fact]
    public async Task A_data_folder_that_was_open_to_others_is_closed_with_everything_in_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var server = await TestServer.StartAsync();
        var file = await server.UploadAsync("a hearing");
        using (var added = await server.PostAsync(
            "/v1/known-speakers", $$"""{"name": "Anna", "file_id": "{{file.String("id")}}"}""")) await Answer.OkAsync(added, 201);
        var data = await server.StopAndKeepDataAsync();
        foreach (var path in Directory.GetFileSystemEntries(data, "*", SearchOption.AllDirectories).Append(data))
            File.SetUnixFileMode(path, Open);

        await using var next = await TestServer.StartAsync(data: data);
        await next.UploadAsync("another");
        Assert.All(
            Directory.GetDirectories(data, "*", SearchOption.AllDirectories).Append(data),
            path => Assert.Equal(Folder, File.GetUnixFileMode(path)));
        var files = Directory.GetFiles(data, "*", SearchOption.AllDirectories);
        Assert.Contains(Path.Combine(data, "hansard.db-wal"), files);
        Assert.Contains(Path.Combine(data, "server.lock"), files);
        Assert.Contains(files, path => Path.GetDirectoryName(path) == Path.Combine(data, "protection-keys"));
        Assert.All(files, path => Assert.True(File600 == File.GetUnixFileMode(path), $"{path} has mode {File.GetUnixFileMode(path)}."));
    }

    [Fact]
    public async Task A_folder_that_also_holds_other_things_keeps_its_mode_and_the_log_says_why()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using var data = new DataFolder();
        var theirs = data.Write("theirs", "holiday.jpg");
        File.SetUnixFileMode(theirs, Open);
        File.SetUnixFileMode(data.Root, Open);
        using var log = new LogLines();
        var server = await TestServer.StartAsync(
            options => options.Log.Level = LogLevel.Information, data.Root, services => services.AddSingleton<ILoggerProvider>(log));
        await server.StopAndKeepDataAsync();
        await log.WaitAsync($"The data directory {data.Root} keeps its mode 0755, because it also holds holiday.jpg");
        Assert.Equal(Open, File.GetUnixFileMode(data.Root));
        Assert.Equal(Open, File.GetUnixFileMode(theirs));
        Assert.Equal(Folder, File.GetUnixFileMode(data.PathOf("files")));
        Assert.Equal(File600, File.GetUnixFileMode(data.PathOf("hansard.db")));
    }

    [Fact]
    public async Task An_upload_is_private_from_its_first_byte()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var server = await TestServer.StartAsync();
        var arriving = new TaskCompletionSource();
        var uploading = server.Client.UploadAsync(new HeldContent(arriving.Task));
        string[] temporary;
        for (var i = 0; (temporary = Directory.GetFiles(Path.Combine(server.DataDirectory, "temporary"))).Length == 0 && i < 1000; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(File600, File.GetUnixFileMode(Assert.Single(temporary)));
        arriving.SetResult();
        await uploading;
        Assert.Equal(File600, File.GetUnixFileMode(Assert.Single(FilesTests.StoredFiles(server))));
    }

    // A body that stops half-way until it is let on.
    private sealed class HeldContent(Task go) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[1 << 18]);
            await stream.FlushAsync();
            await go;
            await stream.WriteAsync(new byte[1 << 10]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
