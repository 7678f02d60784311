using System.Security.Cryptography;
using Hansard.Server.ModelDownloads;

namespace Hansard.Server.Tests.ModelDownloads;

public sealed class FileDownloadTests : IDisposable
{
    private const string Tag = "\"v1\"";
    private static readonly byte[] Content = [.. Enumerable.Range(0, 400_000).Select(i => (byte)((i * 31) ^ (i >> 7)))];
    private static readonly string Hash = HashOf(Content);
    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-download-").FullName;
    private readonly HttpClient _http = FileDownload.CreateClient();
    private readonly List<DownloadProgress> _progress = [];

    private string Target => Path.Combine(_folder, "onnx", "model.onnx");

    private string Partial => Target + ".partial";

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_arrives_whole_and_leaves_nothing_else_behind()
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag));
        Assert.Equal(Hash, await PullAsync(server, Hash));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
        Assert.Equal(Content.Length, _progress[^1].Received);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_is_continued_where_it_broke()
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag, request.Number < 3 ? 100_000 : null));
        await PullAsync(server, Hash);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal([null, 100_000, 200_000, 300_000], server.Requests.Select(request => request.From));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal(Tag, request.IfRange));
    }

    [Fact]
    public async Task More_breaks_than_the_limit_of_fruitless_tries_do_no_harm_while_each_brings_something()
    {
        await using var server = new FlakyServer(
            request => FlakyServer.File(request, Content, Tag, Math.Min(20_000, Content.Length - (request.From ?? 0))));
        await PullAsync(server, Hash);
        Assert.Equal(20, server.Requests.Count);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_continued()
    {
        await using (var broken = new FlakyServer(request => request.Number == 0
            ? FlakyServer.File(request, Content, Tag, 150_000)
            : new FlakyServer.Answer(503, [], [])))
            await Assert.ThrowsAsync<DownloadException>(() => PullAsync(broken, Hash));
        Assert.Equal(150_000, new FileInfo(Partial).Length);
        Assert.False(File.Exists(Target));

        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag));
        await PullAsync(server, Hash);
        Assert.Equal(150_000, Assert.Single(server.Requests).From);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_changed_in_between_starts_again_and_is_not_mixed()
    {
        var changed = Content.Reverse().ToArray();
        await using var server = new FlakyServer(request =>
            request.Number == 0 ? FlakyServer.File(request, Content, Tag, 100_000) : FlakyServer.File(request, changed, "\"v2\""));
        Assert.Equal(HashOf(changed), await PullAsync(server, null));
        Assert.Equal(changed, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_part_of_another_version_is_not_appended_even_if_the_server_sends_it()
    {
        var changed = Content.Reverse().ToArray();
        await using var server = new FlakyServer(request => request.Number switch
        {
            0 => FlakyServer.File(request, Content, Tag, 100_000),
            1 => new FlakyServer.Answer(
                206, ["ETag: \"v2\"", $"Content-Range: bytes 100000-{changed.Length - 1}/{changed.Length}"], changed[100_000..]),
            _ => FlakyServer.File(request, changed, "\"v2\""),
        });
        Assert.Equal(HashOf(changed), await PullAsync(server, null));
    }

    [Theory]
    [InlineData("Content-Range: bytes 0-299999/400000")]
    [InlineData("Content-Range: bytes 200000-399999/400000")]
    [InlineData("X-Content-Range: none")]
    public async Task A_part_that_was_not_asked_for_is_thrown_away(string range)
    {
        await using var server = new FlakyServer(request => request.Number switch
        {
            0 => FlakyServer.File(request, Content, Tag, 100_000),
            1 => new FlakyServer.Answer(206, [$"ETag: {Tag}", range], Content[100_000..]),
            _ => FlakyServer.File(request, Content, Tag),
        });
        await PullAsync(server, Hash);
        Assert.Null(server.Requests[2].From);
    }

    [Fact]
    public async Task Parts_that_do_not_make_the_right_file_are_thrown_away_and_it_starts_again()
    {
        await using var server = new FlakyServer(request => request.Number switch
        {
            0 => FlakyServer.File(request, Content, Tag, 100_000),
            1 => FlakyServer.File(request, Content.Reverse().ToArray(), Tag),
            _ => FlakyServer.File(request, Content, Tag),
        });
        await PullAsync(server, Hash);
        Assert.Equal([null, 100_000, null], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_server_that_cannot_continue_is_asked_for_the_whole_file()
    {
        await using var server = new FlakyServer(request => request.Number switch
        {
            0 => FlakyServer.File(request, Content, Tag, 100_000),
            1 => new FlakyServer.Answer(416, [], []),
            _ => FlakyServer.File(request, Content, Tag),
        });
        await PullAsync(server, Hash);
        Assert.Equal([null, 100_000, null], server.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"v1\"")]
    public async Task Without_a_strong_entity_tag_nothing_is_continued(string? tag)
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, tag, request.Number == 0 ? 100_000 : null));
        await PullAsync(server, null);
        Assert.All(server.Requests, request => Assert.Null(request.From));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Wrong_bytes_never_get_the_file_s_name()
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, "something else"u8.ToArray(), Tag));
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash));
        Assert.Contains(Hash, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_file_of_another_size_is_refused_before_it_is_received()
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag));
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash, size: 5));
        Assert.Contains("400000 bytes instead of 5", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(410)]
    public async Task What_is_not_there_is_not_asked_for_twice(int status)
    {
        await using var server = new FlakyServer(_ => new FlakyServer.Answer(status, [], []));
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash));
        Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again_for_a_bounded_number_of_times()
    {
        await using var server = new FlakyServer(_ => new FlakyServer.Answer(503, ["Retry-After: 3600"], []));
        await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash));
        Assert.Equal(4, server.Requests.Count);
        Assert.NotNull(_progress[0].RetryReason);
    }

    [Fact]
    public async Task A_server_that_says_nothing_more_is_given_up_and_what_it_sent_is_kept()
    {
        // The server has one connection at a time, so the stalled one keeps all later ones waiting, too.
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag) with { StallAfter = 100_000 });
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash, idle: TimeSpan.FromSeconds(0.3)));
        Assert.Contains("nothing arrived", error.Message, StringComparison.Ordinal);
        Assert.Equal(100_000, new FileInfo(Partial).Length);
    }

    [Fact]
    public async Task Stopping_keeps_what_has_arrived()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag) with { StallAfter = 100_000 });
        var progress = new Recorder(value => { if (value.Received == 100_000) stop.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Downloader(null).RunAsync(new RemoteFile(server.Address, Target, "model", Hash, null), progress, stop.Token));
        Assert.Equal(100_000, new FileInfo(Partial).Length);
    }

    [Theory]
    [InlineData("http://example.org/model.onnx")]
    [InlineData("ftp://example.org/model.onnx")]
    [InlineData("file:///etc/hostname")]
    public async Task Only_https_is_accepted_from_other_machines(string address)
    {
        var file = new RemoteFile(new Uri(address), Target, "model", null, null);
        var error = await Assert.ThrowsAsync<DownloadException>(
            () => Downloader(null).RunAsync(file, new Recorder(_ => { }), TestContext.Current.CancellationToken));
        Assert.Contains("https", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        await using var server = new FlakyServer(request => FlakyServer.File(request, Content, Tag));
        using var other = PartialFile.Open(Target);
        var error = await Assert.ThrowsAsync<DownloadException>(() => PullAsync(server, Hash));
        Assert.Contains("another download", error.Message, StringComparison.Ordinal);
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private FileDownload Downloader(TimeSpan? idle) => new(_http, new DownloadOptions
    {
        FruitlessAttempts = 4,
        Delay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(10),
        IdleTimeout = idle ?? TimeSpan.FromSeconds(20),
    });

    private Task<string> PullAsync(FlakyServer server, string? hash, long? size = null, TimeSpan? idle = null)
        => Downloader(idle).RunAsync(
            new RemoteFile(new Uri(server.Address, "model.onnx"), Target, "model.onnx", hash, size), new Recorder(_progress.Add),
            TestContext.Current.CancellationToken);
}
