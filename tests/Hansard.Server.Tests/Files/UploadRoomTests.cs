using System.Net;
using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Files;

/// <summary>Limits that hold while uploads arrive, and not only when they have ended.</summary>
public sealed class UploadRoomTests
{
    private const int Megabyte = 1_000_000;

    // No upload of these tests ends because it is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Uploads_that_are_held_open_never_have_more_bytes_on_the_disk_than_the_project_may_store()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.StoredBytes, options.Connections.SlowGrace) = (20 * Megabyte, Patience));
        await server.UploadAsync(new byte[2 * Megabyte]);
        var connections = new List<RawConnection>();
        try
        {
            // Each sends 3 MB of its 4 and waits: five have room beside what is stored.
            for (var i = 0; i < 20; i++)
            {
                connections.Add(await RawConnection.OpenAsync(server.Host.Address));
                try
                {
                    await connections[i].SendUploadAsync(4 * Megabyte);
                    await connections[i].SendAsync(new byte[3 * Megabyte]);
                }
                catch (IOException)
                {
                    // Refused before it had sent all.
                }

                // What is on the disk of each lags behind what has arrived by a buffer.
                if (i < 5) await ConnectionTests.UntilAsync(() => Bytes(server) > (2 * Megabyte) + ((3 * Megabyte - 200_000) * (i + 1)));
                Assert.InRange(Bytes(server), 0, 20 * Megabyte);
            }

            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[6 * Megabyte]), "file", "a.wav" } };
            using var refused = await server.Client.PostAsync("/v1/files", form);
            Assert.Contains(
                "limit is 20000000", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }

        await RoomAgainAsync(server, 18 * Megabyte);
        Assert.Equal(20 * Megabyte, Bytes(server));
    }

    [Fact]
    public async Task Uploads_that_are_held_open_count_as_files()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.StoredFiles, options.Connections.SlowGrace) = (3, Patience));
        await server.UploadAsync("stored");
        using (var first = await RawConnection.OpenAsync(server.Host.Address))
        using (var second = await RawConnection.OpenAsync(server.Host.Address))
        {
            await first.SendUploadAsync(1000);
            await second.SendUploadAsync(1000);
            await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 3);
            using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
            using var refused = await server.Client.PostAsync("/v1/files", form);
            Assert.Contains(
                "limit is 3", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
        }

        await RoomAgainAsync(server, 1);
    }

    [Fact]
    public async Task Another_projects_uploads_take_no_room_of_this_one()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.StoredFiles, options.Limits.StoredBytes, options.Connections.SlowGrace) = (1, 1000, Patience));
        using var other = await server.NewProjectAsync("other");
        using var held = await RawConnection.OpenAsync(server.Host.Address);
        await held.SendUploadAsync(900);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 1);
        await server.UploadAsync(new byte[1000], client: other);
    }

    [Fact]
    public async Task What_is_deleted_while_an_upload_arrives_makes_room_for_it()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Limits.StoredBytes, options.Connections.SlowGrace) = (1000, Patience));
        var old = await server.UploadAsync(new byte[800]);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(100 + 4 + 900 + 9);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 2);
        using (var deleted = await server.Client.DeleteAsync($"/v1/files/{old.String("id")}"))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await connection.SendAsync(new byte[900]);
        await connection.SendAsync("\r\n--b--\r\n");
        await ConnectionTests.UntilAsync(() => Bytes(server) == 904);
    }

    [Fact]
    public async Task A_length_that_cannot_fit_is_refused_before_the_body_is_sent()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.StoredBytes = 20 * Megabyte);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(500 * Megabyte);
        Assert.StartsWith("HTTP/1.1 429 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(FilesTests.StoredFiles(server));
    }

    [Theory]
    [InlineData(1_900_000_000, 10_000_000_000, false)]
    [InlineData(2_200_000_000, 10_000_000_000, true)]
    [InlineData(4_900_000_000, 100_000_000_000, false)]
    [InlineData(5_100_000_000, 100_000_000_000, true)]
    public async Task A_disk_with_less_than_two_gibibytes_or_five_percent_free_takes_nothing_more(long free, long total, bool takes)
    {
        await using var server = await TestServer.StartAsync(replace: services => services.AddSingleton(DiskOf(free, total)));
        using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
        using var response = await server.Client.PostAsync("/v1/files", form);
        using var created = await server.PostAsync(
            "/v1/transcriptions", """{"model": "stt-async-v5", "audio_url": "https://10.0.0.1/a.wav"}""");
        foreach (var answer in (HttpResponseMessage[])[response, created])
        {
            if (takes) await Answer.OkAsync(answer, 201);
            else
                Assert.Contains(
                    "nearly full", (await Answer.ErrorAsync(answer, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
            Assert.Equal(takes, answer.Headers.RetryAfter is null);
        }
    }

    [Fact]
    public async Task What_must_stay_free_can_be_configured()
    {
        await using var server = await TestServer.StartAsync(
            options => (options.Disk.FreeBytes, options.Disk.FreePercent) = (long.MaxValue, 0));
        using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
        using var response = await server.Client.PostAsync("/v1/files", form);
        await Answer.ErrorAsync(response, 429, "limit_exceeded");
    }

    [Fact]
    public void By_default_a_project_has_no_limit_but_its_pending_transcriptions_and_nothing_goes_by_age()
    {
        var options = new HansardServerOptions();
        Assert.Equal(
            new LimitOptions
            {
                FileBytes = 1_073_741_824,
                AudioMinutes = 300,
                StoredFiles = 0,
                StoredBytes = 0,
                PendingTranscriptions = 10_000,
                TotalTranscriptions = 0,
            },
            options.Limits);
        Assert.Equal((2L << 30, 5), (options.Disk.FreeBytes, options.Disk.FreePercent));
        Assert.Equal((null, null), (options.Retention.Files, options.Retention.Transcriptions));
    }

    private static DiskSpace DiskOf(long free, long total)
        => new(() => new DiskUse(free, total), new DiskOptions().FreeBytes, new DiskOptions().FreePercent);

    private static long Bytes(TestServer server) => FilesTests.StoredFiles(server).Sum(path =>
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    });

    // The server learns a moment later that a client has gone.
    private static async Task RoomAgainAsync(TestServer server, int bytes)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "file", "a.wav" } };
            using var response = await server.Client.PostAsync("/v1/files", form);
            if (response.StatusCode == HttpStatusCode.Created) return;
            Assert.True(DateTime.UtcNow < deadline, "The room of broken uploads is not given back.");
            await Task.Delay(100);
        }
    }
}
