using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Hansard.Server.Jobs.Lengths;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Storage.S3;

/// <summary>A server keeps its recordings in a bucket as it would in its data directory.</summary>
[Collection(S3Tests.Name)]
public sealed class BucketTests(S3Server bucket, BucketServer shared) : IClassFixture<BucketServer>
{
    // Of three parts, the last a short one.
    private const int LongLength = (33 << 20) + 7;

    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task A_recording_is_stored_transcribed_and_deleted_there_and_not_in_the_data_directory()
    {
        var file = await _server.UploadAsync("good morning");
        var id = file.String("id");
        var stored = bucket.Stored(shared.Prefix).Single(path => File.ReadAllText(path) == "good morning");
        Assert.Empty(FilesTests.StoredFiles(_server));
        Assert.Equal("completed", (await _server.EndAsync(await _server.CreateAsync(id!))).String("status"));
        Assert.Contains("good morning", _server.Transcriber.Started);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_server.DataDirectory, "temporary")));

        using var deleted = await _server.Client.DeleteAsync($"/v1/files/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.False(File.Exists(stored));
        Assert.Null(Part<IObjectNotes>().Find(Path.GetFileName(stored).Split('.')[0]));
    }

    [Fact]
    public async Task A_long_recording_goes_there_in_parts_and_is_read_back_whole_and_in_ranges()
    {
        var content = Bytes(LongLength);
        var file = await _server.UploadAsync(content);
        var path = $"/v1/files/{file.String("id")}/content";
        Assert.Equal(LongLength, file.GetProperty("size").GetInt64());
        Assert.Equal(content, await _server.Client.GetByteArrayAsync(path));

        foreach (var (from, to) in ((int, int)[])[(0, 0), ((16 << 20) - 3, (16 << 20) + 3), (LongLength - 5, LongLength - 1)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Range = new RangeHeaderValue(from, to);
            using var response = await _server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
            Assert.Equal($"bytes {from}-{to}/{LongLength}", response.Content.Headers.ContentRange!.ToString());
            Assert.Equal(content[from..(to + 1)], await response.Content.ReadAsByteArrayAsync());
        }

        var blob = Path.GetFileName(bucket.Stored(shared.Prefix).Single(stored => new FileInfo(stored).Length == LongLength)).Split('.')[0];
        await using var local = await Part<IObjectStore>().OpenAsync(blob, TestContext.Current.CancellationToken);
        Assert.Equal(content, await File.ReadAllBytesAsync(local!.Path, TestContext.Current.CancellationToken));
    }

    // One says its length at its start, the other at its end.
    [Theory]
    [Requires("ffmpeg")]
    [InlineData("wav")]
    [InlineData("mov")]
    public async Task The_length_of_a_long_recording_is_read_from_its_ends(string format)
    {
        using var folder = new DataFolder();
        var path = folder.PathOf($"ten minutes.{format}");
        string[] noise = ["-v", "error", "-f", "lavfi", "-i", "anoisesrc=r=16000:d=600:a=0.1", "-c:a", "pcm_s16le", path];
        using (var ffmpeg = Process.Start("ffmpeg", noise)) await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var content = File.OpenRead(path);
        var stored = await Part<IObjectStore>().PutAsync(content, long.MaxValue, TestContext.Current.CancellationToken);

        var job = new UnmeasuredJob { Id = "job", Blob = stored!.Name, RequestJson = "{}" };
        var length = await Part<LengthReader>().ReadAsync(job, TestContext.Current.CancellationToken);
        Assert.Equal(600, length!.Value.TotalSeconds, 0.1);
        await using var ends = await Part<IObjectStore>().OpenEndsAsync(stored.Name, TestContext.Current.CancellationToken);
        await using var file = File.OpenRead(ends!.Path);
        Assert.Equal(content.Length, file.Length);
        file.Position = file.Length / 2;
        Assert.Equal(0, file.ReadByte());
        await Part<IObjectStore>().DiscardAsync(stored.Name);
    }

    [Fact]
    public async Task An_upload_that_is_too_large_leaves_nothing()
    {
        var before = bucket.Stored(shared.Prefix).Count;
        foreach (var size in (int[])[1 << 10, 20 << 20])
        {
            using var content = new MemoryStream(Bytes(size));
            Assert.Null(await Part<IObjectStore>().PutAsync(content, size - 1, TestContext.Current.CancellationToken));
        }

        Assert.Equal(before, bucket.Stored(shared.Prefix).Count);
        Assert.DoesNotContain(Part<IObjectNotes>().Silent(long.MaxValue, 10), note => note.Digest is null);
    }

    [Fact]
    public async Task An_upload_whose_row_was_never_stored_is_removed_and_one_that_is_used_and_what_is_not_ours_stays()
    {
        var used = await _server.UploadAsync("used");
        var objects = Part<IObjectStore>();
        using var content = new MemoryStream("lost"u8.ToArray());
        var lost = await objects.PutAsync(content, 100, TestContext.Current.CancellationToken);
        // Of another server, or of an older database of this one.
        var foreign = Guid.CreateVersion7().ToString();
        using var other = new MemoryStream("foreign"u8.ToArray());
        await Part<IObjectContainer>().WriteAsync(
            SharedObjectStore.KeyOf(foreign), other, 100, null, TestContext.Current.CancellationToken);

        // Nothing of what has just arrived.
        await Part<NoteSweep>().SweepAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Single(bucket.Stored(shared.Prefix), stored => stored.Contains(lost!.Name, StringComparison.Ordinal));

        await Part<NoteSweep>().SweepAsync(TimeSpan.FromMilliseconds(-1), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(bucket.Stored(shared.Prefix), stored => stored.Contains(lost!.Name, StringComparison.Ordinal));
        Assert.Single(bucket.Stored(shared.Prefix), stored => stored.Contains(foreign, StringComparison.Ordinal));
        Assert.Equal("used", await _server.Client.GetStringAsync($"/v1/files/{used.String("id")}/content"));
        Assert.Empty(Part<IObjectNotes>().Silent(long.MaxValue, 10));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("other bytes of its length")]
    public async Task A_recording_that_is_damaged_there_is_not_transcribed_and_its_owner_is_told(string damaged)
    {
        var file = await _server.UploadAsync("these are the very bytes.");
        var stored = bucket.Stored(shared.Prefix).Last(path => File.ReadAllText(path) == "these are the very bytes.");
        await File.WriteAllTextAsync(stored, damaged, TestContext.Current.CancellationToken);
        var end = await _server.EndAsync(await _server.CreateAsync(file.String("id")!));
        Assert.Equal("error", end.String("status"));
        Assert.Equal("file_missing", end.String("error_type"));
        Assert.Contains("damaged", end.String("error_message"), StringComparison.Ordinal);
        Assert.DoesNotContain(damaged, _server.Transcriber.Started);
    }

    [Fact]
    public async Task Objects_beside_recordings_can_be_kept_found_read_and_removed()
    {
        var container = Part<IObjectContainer>();
        var token = TestContext.Current.CancellationToken;
        foreach (var key in (string[])["parts/one/1/7", "parts/one/2/7", "parts/other/1/8"])
        {
            using var content = new MemoryStream(Bytes(100));
            await container.WriteAsync(key, content, 100, null, token);
        }

        Assert.Equal(["parts/one/1/7", "parts/one/2/7"], await container.ListAsync("parts/one/", token).Order().ToListAsync(token));
        await using (var read = await container.OpenStreamAsync("parts/one/2/7", token)) Assert.Equal(100, read!.Length);
        await container.RemoveAsync("parts/one/1/7", token);
        await container.RemoveAsync("parts/one/1/7", token);
        Assert.Equal(["parts/one/2/7"], await container.ListAsync("parts/one/", token).ToListAsync(token));
        Assert.Null(await container.OpenStreamAsync("parts/one/1/7", token));
        await Assert.ThrowsAsync<ArgumentException>(() => container.OpenStreamAsync("parts/../files", token));
    }

    private T Part<T>()
        where T : notnull
        => _server.Host.Services.GetRequiredService<T>();

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
