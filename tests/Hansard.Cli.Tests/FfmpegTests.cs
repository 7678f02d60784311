namespace Hansard.Cli.Tests;

public sealed class FfmpegTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-ffmpeg-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Without_ffmpeg_a_server_says_in_one_line_how_to_get_it_and_does_not_start()
        => RefusesAsync("serve", "--port", "0", "--data", _folder.FullName);

    [Fact]
    public Task Without_ffmpeg_a_batch_says_once_how_to_get_it()
        => RefusesAsync(
            "transcribe", HansardProcess.Clip("en_LJ001-0008.wav"), HansardProcess.Clip("en_LJ001-0001.wav"), "--output", _folder.FullName);

    private async Task RefusesAsync(params string[] arguments)
    {
        var result = await HansardProcess.RunWithEmptyPathAsync(arguments);

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Matches(@"^hansard: ffmpeg is not installed: [^\n]* 'apt-get install ffmpeg' [^\n]*\n$", result.Error);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }
}
