using System.Runtime.Versioning;
using Hansard.Server.Tests.Files;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Tests.Storage;

/// <summary>No other user of the machine can read a recording, not even for the moment before it is complete.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileModeTests
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public FileModeTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Modes are Unix's.");

    [Fact]
    public async Task An_upload_is_its_owner_s_alone_while_it_arrives()
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(1000);

        Assert.Equal(OwnersAlone, File.GetUnixFileMode(await TemporaryAsync(server)));
    }

    [Fact]
    public async Task A_stored_recording_is_its_owner_s_alone()
    {
        await using var server = await TestServer.StartAsync();
        await server.UploadAsync("recording");

        Assert.Equal(OwnersAlone, File.GetUnixFileMode(Assert.Single(FilesTests.StoredFiles(server))));
    }

    [Fact]
    public async Task A_download_is_its_owner_s_alone_while_it_arrives()
    {
        var checkedMode = new TaskCompletionSource();
        await using var web = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("RIFF", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await checkedMode.Task.WaitAsync(context.RequestAborted);
        });
        await using var server = await TestServer.StartAsync(options => options.AllowHosts.Add(web.Authority));
        await server.Client.CreateAsync("audio_url", web.Url("/a.wav").ToString());
        try
        {
            Assert.Equal(OwnersAlone, File.GetUnixFileMode(await TemporaryAsync(server)));
        }
        finally
        {
            checkedMode.SetResult();
        }
    }

    private static async Task<string> TemporaryAsync(TestServer server)
    {
        var folder = Path.Combine(server.DataDirectory, "temporary");
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (DateTime.UtcNow < deadline)
        {
            if (Directory.GetFiles(folder) is [var path]) return path;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{folder} stays empty.");
    }
}
